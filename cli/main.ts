#!/usr/bin/env node
/** The program: process in, process out. */
import { run } from "./run.ts";
import { processTerminal } from "./terminal.ts";

// a reader that has seen enough (`credence models | head`) is no error
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), processTerminal(process));
