/** What the report room offers: pages, single figures, and the texts that continuous integration reads. */

export { listFigures, renderFigure } from "./export.ts";
export { indexEntry, renderIndex } from "./page/index-page.ts";
export { renderReport } from "./page/render.ts";
