/** The program of a worker thread: binds the model to the shared table and carries chains on. */
import { workerData } from "node:worker_threads";
import { BoundModel } from "../lib/model/bind.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import { ModelDensity } from "../lib/model/model-density.ts";
import { serveChains, type WorkerJob } from "../samplers/index.ts";
import { openSharedTable, type SharedTable } from "./shared-table.ts";

export interface ModelSource {
  /** with its options chosen */
  readonly document: ModelDocument;
  readonly table: SharedTable;
  readonly compiled: WebAssembly.Module;
}

const job = workerData as WorkerJob;
const { document, table, compiled } = job.density as ModelSource;
serveChains(job, new ModelDensity(new BoundModel(document, openSharedTable(table)), compiled));
