// The runtime of unit tests keeps the same promises, with answers that a real lab gave.

import { memoryRuntime, readRecording } from "../helpers/memory-runtime.ts";
import { runtimeContract } from "./runtime-suite.ts";

const runtime = memoryRuntime(readRecording("contract"));

runtimeContract("memory", () => runtime, { timeoutMs: 200 });
