/** Where in a document an error in one of its formulas is. */
import { CredenceError } from "../errors.ts";
import { MissingTail } from "./density.ts";

/** an error in a formula with the place of the formula in the document */
export function located<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof CredenceError && error.details.where?.file === undefined) throw error.at({ file: place });
    if (error instanceof MissingTail) throw new CredenceError({ code: "model/no-cdf", message: error.message, where: { file: place } });
    throw error;
  }
}
