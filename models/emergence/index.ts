/** Emergence and repeated sampling. */
import type { ModelDocument } from "../../lib/model/document.ts";
import { curvedTask } from "./curved-task.ts";
import { multiCircuit } from "./multi-circuit.ts";
import { multiStep } from "./multi-step.ts";
import { passUntil } from "./pass-until.ts";
import { sigmoidTask } from "./sigmoid-task.ts";
import { taskScaling } from "./task-scaling.ts";

export const emergence: readonly ModelDocument[] = [passUntil, taskScaling, curvedTask, multiStep, multiCircuit, sigmoidTask];
