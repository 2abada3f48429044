/** The page's stylesheet: one column, wide and narrow drawings by the room they have, dark, print, forced colours. */

import { DARK, forcedRules, LIGHT, paintRules, variables } from "../svg/paint.ts";

export function stylesheet(): string {
  return [
    `:root{color-scheme:light dark;${variables(LIGHT)}}`,
    `@media(prefers-color-scheme:dark){:root{${variables(DARK)}}}`,
    `:root[data-theme=light]{color-scheme:light;${variables(LIGHT)}}`,
    `:root[data-theme=dark]{color-scheme:dark;${variables(DARK)}}`,
    paintRules(),
    LAYOUT,
    `@media print{:root,:root[data-theme]{color-scheme:light;${variables(LIGHT)};--ink:#000}${PRINT}}`,
    `@media(forced-colors:active){${forcedRules()}}`,
  ].join("");
}

/** Below this room the narrow drawing is used: at 600 px the wide one's 12 px text is still 11.2 px. */
const SWITCH = 599;
/** From this room on a wide drawing has its caption beside it. */
const BESIDE = 940;

const LAYOUT = [
  `*{box-sizing:border-box}`,
  `body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}`,
  `main{max-width:1064px;margin:0 auto;padding:20px 24px 60px}`,
  `header{position:relative}`,
  `.kicker{font-size:15px;line-height:1.5;font-weight:600;color:var(--muted);margin:0 0 6px;padding-right:11em}`,
  `.say{font-size:27px;line-height:1.28;font-weight:600;margin:0 0 10px;text-wrap:balance}`,
  `.tools{position:absolute;right:0;top:-4px}`,
  `button{font:14px/1.4 system-ui,sans-serif;color:var(--muted);background:none;border:1px solid var(--line);border-radius:6px;padding:4px 10px;margin:0 8px 4px 0;min-height:30px;cursor:pointer}button:hover{color:var(--ink);border-color:var(--muted)}`,
  `.tools button{margin:0}button.sort{border:0;padding:0;margin:0;min-height:24px;text-align:inherit;white-space:inherit}[aria-sort=ascending] .sort::after{content:" ↑"}[aria-sort=descending] .sort::after{content:" ↓"}`,
  `.chips{display:flex;flex-wrap:wrap;gap:8px;list-style:none;padding:0;margin:0 0 16px}`,
  `.chips li{border:1px solid var(--line);border-radius:999px;padding:3px 12px;font-size:14px}`,
  `.mark{font-weight:700}.pass{color:var(--pass)}.warn,.undecided{color:var(--warn)}.fail{color:var(--fail)}`,
  `section{margin:34px 0 0;padding-top:18px;border-top:1px solid var(--line)}`,
  `section.first{margin:0;padding:0;border:0}`,
  `article+article{margin-top:56px;padding-top:24px;border-top:3px solid var(--line)}`,
  `.finding{font-size:20px;line-height:1.35;font-weight:600;margin:0 0 18px;max-width:44em;text-wrap:pretty}`,
  `summary>.finding{margin:0}.body{padding-top:18px}`,
  `.part{display:block;font-size:14px;color:var(--muted)}`,
  `h3,h4{font-size:17px;line-height:1.35;margin:26px 0 8px}.role{font-size:14px;color:var(--muted);font-weight:600;margin:14px 0 2px}`,
  `.hero{display:grid;grid-template-columns:minmax(0,1fr) 312px;gap:28px;align-items:start}`,
  `@media(max-width:1000px){.hero{grid-template-columns:minmax(0,1fr)}}`,
  `.row{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(312px,100%),1fr));gap:8px 32px}`,
  `figure{margin:0 0 26px;container-type:inline-size}`,
  `figcaption{color:var(--muted);font-size:14px;margin-bottom:12px;max-width:48em}figcaption b{display:block;font-size:17px;line-height:1.35;color:var(--ink);text-wrap:pretty}.note{display:block;margin-top:4px}`,
  `svg{display:block;max-width:100%;height:auto}svg.narrow{display:none}`,
  `@container(max-width:${SWITCH}px){svg.wide{display:none}svg.narrow{display:block}}`,
  `@container(min-width:${BESIDE}px){.fig{display:grid;grid-template-columns:640px minmax(0,1fr);gap:32px}.fig figcaption{grid-column:2;grid-row:1;padding-top:4px}.fig .drawing{grid-column:1;grid-row:1}}`,
  // a small figure that has the row for itself: its caption beside it
  `.row:has(>figure:only-child){grid-template-columns:minmax(0,1fr)}@container(min-width:620px){.side .fig{display:grid;grid-template-columns:312px minmax(0,1fr);gap:32px}.side figcaption{grid-column:2;grid-row:1;padding-top:4px}.side .drawing{grid-column:1;grid-row:1}.side .under{max-width:312px}}`,
  `.big{font-size:44px;line-height:1.1;font-weight:700;font-variant-numeric:tabular-nums;margin:4px 0 0}`,
  `.sub{color:var(--muted);font-size:14px;margin:4px 0}.readout{display:block;font-size:13px;color:var(--muted);min-height:1.5em;font-variant-numeric:tabular-nums}`,
  `.warning,.next{border-left:4px solid var(--warn);padding:4px 14px;margin:8px 0 16px;max-width:46em}.next{border-color:var(--blue)}`,
  `@container(max-width:400px){.under .acts:has(button+button){position:static;display:block;margin:2px 0}.acts:has(button+button) button{margin:0 8px 4px 0}}`,
  `.under{max-width:640px;position:relative}.acts{position:absolute;right:0;top:3px}.acts button{margin:0 0 0 8px}`,
  `details.numbers{font-size:14px;margin-top:2px}summary{cursor:pointer;padding:7px 0;min-height:24px}`,
  `details.section>summary{list-style:none;position:relative;padding:0 0 0 22px}details.section>summary::-webkit-details-marker{display:none}`,
  `details.section>summary::before{content:"";position:absolute;left:2px;top:29px;border:6px solid transparent;border-left:9px solid var(--muted);border-right:0}`,
  `details.section[open]>summary::before{transform:rotate(90deg)}`,
  `a{color:var(--blue)}:focus-visible{outline:2px solid var(--blue);outline-offset:3px}`,
  `.scroll{overflow-x:auto;max-width:100%;margin:0 0 18px}details.numbers .scroll{max-height:420px;overflow-y:auto}`,
  `table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums;min-width:min(100%,26em)}`,
  `caption{text-align:left;color:var(--muted);padding:0 0 4px}`,
  `td,th{padding:4px 0 4px 18px;border-bottom:1px solid var(--line);text-align:right;font-weight:400;white-space:nowrap;overflow-wrap:normal}td:first-child,th:first-child{padding-left:0}`,
  `thead th{color:var(--muted);vertical-align:bottom;white-space:normal}.text{text-align:left;white-space:normal;overflow-wrap:break-word;min-width:8em;max-width:26em}`,
  `.facts{display:grid;gap:2px 24px;margin:0 0 12px}.facts div{display:grid;grid-template-columns:11em minmax(0,1fr);align-items:baseline}dt{color:var(--muted);font-size:14px}dd{margin:0}.words dt{color:var(--ink);font-weight:600}.words dd{font-size:14px}`,
  `code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}pre{overflow:auto;padding:12px 14px;background:var(--zone);border:1px solid var(--line);border-radius:6px;overflow-wrap:normal}`,
  `.formulas{list-style:none;margin:0;padding:0}.scroll:has(>.formulas){overflow-y:hidden;margin:0}.formulas li{margin:4px 0;padding:2px 0}.formulas math{display:inline math;font-size:17px;margin-right:12px}`,
  // exponents of exponents stay legible
  `.formulas math *{math-depth:0}.formulas :is(msup,msub,msubsup)>:not(:first-child){font-size:max(11px,.71em)}`,
  `.studies{list-style:none;padding:0}.study{padding:14px 0;border-top:1px solid var(--line)}.study h2{margin:0;font-size:20px}.study p{margin:4px 0 8px}`,
  `.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}`,
  `@media(max-width:620px){main{padding:16px 16px 40px}.say{font-size:22px}.kicker{padding-right:0}.tools{position:static;margin-bottom:8px}.finding{font-size:18px}.facts{gap:8px}.facts div{grid-template-columns:minmax(0,1fr)}}`,
  // a table scrolls sideways there: better wider than a tall row for each remark
  `@media screen and (max-width:620px){table{width:max-content}.text{max-width:18em}}`,
  `@media(min-width:350px) and (max-width:620px){main{padding:16px 24px 40px}}`,
].join("");

const PRINT = [
  `@page{margin:14mm}body{font-size:11pt}main{max-width:none;padding:0}button:not(.sort),.tools,.readout{display:none}`,
  `figure,tr,li{break-inside:avoid}h2,h3,h4,figcaption{break-after:avoid}`,
  `details::details-content{content-visibility:visible!important;display:block!important;height:auto!important}details.numbers{display:none}`,
  `.scroll,pre{overflow:visible;max-height:none;white-space:pre-wrap}table{font-size:8.5pt}td,th{white-space:normal;padding-left:8px}.text{min-width:0;overflow-wrap:anywhere}`,
  `a[href]::after{content:" (" attr(href) ")"}`,
].join("");
