#!/usr/bin/env node
/** The program: process in, process out. */
import { setFlagsFromString } from "node:v8";
import { run } from "./run.ts";
import { processTerminal } from "./terminal.ts";

// A command ends within seconds, and V8 spends a third of its CPU on optimizing what will not run much longer: code must
// have run six times as long as by default before it is optimized. Measured on a fit of 240 rows (npm run bench:command): -10 %.
setFlagsFromString("--interrupt-budget=400000");

// a reader that has seen enough (`credence models | head`) is no error
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), processTerminal(process));
