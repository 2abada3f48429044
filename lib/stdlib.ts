/**
 * The one typed door to @stdlib. Deep paths, because the package root costs seconds to import; `require`, because the
 * packages are CommonJS without `exports`. esbuild follows these calls when it bundles.
 */
import { createRequire } from "node:module";

const require: NodeJS.Require = createRequire(import.meta.url);

export { require as stdlib };
