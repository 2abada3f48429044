/** Quick set by default; CREDENCE_SLOW=1 adds the long simulations. Files run two at a time: CI has two cores. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["test/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 2 },
});
