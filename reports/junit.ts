/** The gate as JUnit XML, which every CI reads: an expectation is a test case, its numbers are properties of the suite. */

import type { Expectation, Report } from "../lib/report.ts";
import { exact } from "./numbers.ts";
import { chance, remark, VERDICTS } from "./sections/gate.ts";
import { type Markup, html } from "./svg/markup.ts";

/**
 * Failed errors are failures, void ones errors; undecided expectations and failed warnings are skipped with their reason, since
 * JUnit has no word for them.
 */
export function renderJUnit(report: Report): string {
  const expectations = report.gate?.expectations ?? [];
  const count = (outcome: Outcome) => expectations.filter((each) => outcomeOf(each) === outcome).length;
  const counts = html`tests="${expectations.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}" time="0"`;
  const xml = html`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${report.title}" ${counts}>
  <testsuite name="gate" ${counts}>
    <properties>
      <property name="run" value="${report.run.id}"/>
      <property name="seed" value="${report.run.seed}"/>${expectations.map(properties)}
    </properties>${expectations.map((each) => testcase(each))}
  </testsuite>
</testsuites>
`;
  return xml.source;
}

type Outcome = "passed" | "failure" | "error" | "skipped";

function outcomeOf({ verdict, level }: Expectation): Outcome {
  if (verdict === "pass") return "passed";
  if (verdict === "void") return "error";
  return verdict === "fail" && level === "error" ? "failure" : "skipped";
}

function properties({ id, p, mcse, need }: Expectation): Markup {
  return html`
      <property name="${id}.probability" value="${p === null ? "" : String(p)}"/>
      <property name="${id}.mcse" value="${mcse === null ? "" : String(mcse)}"/>
      <property name="${id}.needed" value="${String(need)}"/>`;
}

function testcase(each: Expectation): Markup {
  const outcome = outcomeOf(each);
  const opening = html`
    <testcase classname="gate" name="${each.id}"${each.file && html` file="${each.file}"`}${each.line !== undefined && html` line="${String(each.line)}"`} time="0"`;
  if (outcome === "passed") return html`${opening}/>`;
  const message = outcomeText(each);
  if (outcome === "skipped") return html`${opening}><skipped message="${message}"/></testcase>`;
  const element = outcome === "failure" ? html`failure` : html`error`;
  return html`${opening}><${element} message="${message}" type="${each.verdict}">${message}</${element}></testcase>`;
}

/** `fail: P(loss < 1.9) = 0.03 ± 0.004, needed 0.9; about 6 more seeds` */
export function outcomeText(each: Expectation): string {
  const more = remark(each);
  return `${VERDICTS[each.verdict].word}: P(${each.that}) = ${chance(each)}, needed ${exact(each.need)}${more ? `; ${more}` : ""}`;
}
