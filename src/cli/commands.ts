// Knows: which commands there are, in the order the help shows them.
// Refuses to know: anything about any of them.

import type { CommandSpec } from "./command.ts";
import { capture } from "./commands/capture.ts";
import { complete } from "./commands/complete.ts";
import { completion } from "./commands/completion.ts";
import { container } from "./commands/container.ts";
import { deploy } from "./commands/deploy.ts";
import { destroy } from "./commands/destroy.ts";
import { doctor } from "./commands/doctor.ts";
import { events } from "./commands/events.ts";
import { exec } from "./commands/exec.ts";
import { graph } from "./commands/graph.ts";
import { inspect } from "./commands/inspect.ts";
import { link } from "./commands/link.ts";
import { logs } from "./commands/logs.ts";
import { network } from "./commands/network.ts";
import { plan } from "./commands/plan.ts";
import { save } from "./commands/save.ts";
import { schema } from "./commands/schema.ts";
import { shell } from "./commands/shell.ts";
import { test } from "./commands/test.ts";
import { validate } from "./commands/validate.ts";
import { vtysh } from "./commands/vtysh.ts";

export const commands: readonly CommandSpec[] = [
  ...[deploy, test, link, container, network, save, destroy],
  ...[inspect, exec, shell, vtysh, capture, logs, events],
  ...[validate, plan, graph],
  ...[doctor, schema, completion, complete],
];
