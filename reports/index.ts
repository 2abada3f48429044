/** What the report room offers. */

export { renderReport } from "./page/render.ts";
