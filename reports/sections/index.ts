/** The report's sections in their fixed order; a section without data is left out. */

import type { Report } from "../../lib/report.ts";
import type { Section } from "../section.ts";
import { dataSection } from "./data.ts";
import { forecastSection } from "./forecast.ts";
import { methodSection } from "./method.ts";
import { parametersSection } from "./parameters.ts";
import { samplerSection } from "./sampler.ts";

const SECTIONS = [forecastSection, parametersSection, samplerSection, dataSection, methodSection];

export function sectionsOf(report: Report): readonly Section[] {
  return SECTIONS.flatMap((section) => section(report) ?? []);
}
