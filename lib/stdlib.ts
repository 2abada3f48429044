/**
 * The one typed door to @stdlib. Deep paths, because the package root costs seconds to import; `/lib/index.js`, because
 * the packages are CommonJS without `exports` and ES imports do not resolve folders.
 */
import zigguratModule from "@stdlib/random/base/improved-ziggurat/lib/improved_ziggurat.js";

type Source = () => number;

/**
 * Standard normals from a source of uniforms on [0, 1) and one of 32-bit integers. The inner function, because the
 * public factory hides a Mersenne twister of its own, whose state a checkpoint cannot reach.
 */
export const ziggurat = zigguratModule as (uniform: Source, integer: Source) => Source;
