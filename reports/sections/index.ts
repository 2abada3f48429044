/** The report's sections in their fixed order; a section without data is left out. */

import type { Report } from "../../lib/report.ts";
import type { Section } from "../section.ts";
import { checksSection } from "./checks.ts";
import { comparisonSection } from "./comparison.ts";
import { dataSection } from "./data.ts";
import { forecastSection } from "./forecast.ts";
import { gateSection } from "./gate.ts";
import { glossarySection } from "./glossary.ts";
import { methodSection } from "./method.ts";
import { parametersSection } from "./parameters.ts";
import { samplerSection } from "./sampler.ts";
import { sensitivitySection } from "./sensitivity.ts";
import { sinceSection } from "./since.ts";
import { uncertaintySection } from "./uncertainty.ts";

const SECTIONS: readonly ((report: Report) => Section | undefined)[] = [
  forecastSection,
  gateSection,
  sinceSection,
  uncertaintySection,
  comparisonSection,
  checksSection,
  parametersSection,
  sensitivitySection,
  samplerSection,
  dataSection,
  methodSection,
  glossarySection,
];

export function sectionsOf(report: Report): readonly Section[] {
  return SECTIONS.flatMap((section) => section(report) ?? []);
}
