/** Calibration of confidences. */
import type { ModelDocument } from "../../lib/model/document.ts";
import { betaCalibration } from "./beta-calibration.ts";
import { identity } from "./identity.ts";
import { isotonic } from "./isotonic.ts";
import { platt } from "./platt.ts";
import { temperature } from "./temperature.ts";

export const calibration: readonly ModelDocument[] = [identity, temperature, platt, betaCalibration, isotonic];
