/** Emergence and repeated sampling. */
import type { ModelDocument } from "../../lib/model/document.ts";
import { curvedTask } from "./curved-task.ts";
import { imperfectVerifier } from "./imperfect-verifier.ts";
import { kinetics } from "./kinetics.ts";
import { multiCircuit } from "./multi-circuit.ts";
import { multiStep } from "./multi-step.ts";
import { passAtK } from "./pass-at-k.ts";
import { passUntil } from "./pass-until.ts";
import { sigmoidTask } from "./sigmoid-task.ts";
import { taskScaling } from "./task-scaling.ts";

export const emergence: readonly ModelDocument[] = [passUntil, taskScaling, curvedTask, multiStep, multiCircuit, sigmoidTask, passAtK, imperfectVerifier, kinetics];
