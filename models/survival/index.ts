/** Waiting times. */
import type { ModelDocument } from "../../lib/model/document.ts";
import { survival } from "./survival.ts";

export const waiting: readonly ModelDocument[] = [survival];
