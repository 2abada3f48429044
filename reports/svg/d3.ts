/** The only door to d3: scales, contours, array helpers and number formats, none of which needs a DOM. */

export { bin, bisectLeft, extent, max, mean, min, quantileSorted, range, ticks } from "d3-array";
export { contours } from "d3-contour";
export { formatLocale, precisionFixed } from "d3-format";
export { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
