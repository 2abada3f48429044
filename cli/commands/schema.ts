/** `credence schema` */
import { jsonSchema } from "../../study/study-file/json-schema.ts";
import { studyShape } from "../../study/study-file/study-shape.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

export async function schemaCommand(terminal: Terminal): Promise<number> {
  terminal.out(`${JSON.stringify(jsonSchema(studyShape, "A study of Credence"), null, 2)}\n`);
  return exitCode.ok;
}
