/** What the report room offers: pages, single figures, and the texts that continuous integration reads. */

export { renderAnnotations, renderErrorAnnotation } from "./annotations.ts";
export { listFigures, renderFigure, type FigureOptions } from "./export.ts";
export { renderJUnit } from "./junit.ts";
export { MARKDOWN_LIMIT, renderMarkdown } from "./markdown.ts";
export { type IndexEntry, indexEntry, renderIndex } from "./page/index-page.ts";
export { type PageOptions, renderReport } from "./page/render.ts";
