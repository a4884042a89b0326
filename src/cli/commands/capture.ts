// Knows: the words of `labctl capture`, and where packets are shown or kept.
// Refuses to know: how they are taken (app/capture.ts).

import { closeSync, openSync, writeSync } from "node:fs";
import { ExitCode, UsageError } from "../../base/errors.ts";
import type { Output } from "../../term/output.ts";
import { labOption, textOption, type CommandSpec, type OptionValues } from "../command.ts";

export const capture: CommandSpec = {
  name: "capture",
  group: "look",
  summary: "Show the packets that go over an interface, live",
  about: `One line a packet, as tcpdump -n prints it; what goes in and what goes out. Ends with Ctrl-C. The filter is
tcpdump's (man pcap-filter). With -w the packets themselves are kept, as a pcap file that wireshark reads.`,
  arguments: [
    { name: "end", summary: "node:interface, or node/container:interface", completes: "end" },
    {
      name: "filter",
      summary: "which packets; all of them when left out",
      optional: true,
      variadic: true,
      completes: "none",
    },
  ],
  options: [
    labOption,
    { flags: "-w, --write <file>", summary: "write pcap to a file; - is standard output", completes: "file" },
    { flags: "-c, --count <packets>", summary: "end after so many" },
    { flags: "-s, --snap-length <bytes>", summary: "keep no more than this of each packet" },
    { flags: "-e, --ethernet", summary: "show MAC addresses and VLAN tags, too" },
    { flags: "-v, --verbose", summary: "show more of each packet" },
  ],
  examples: [
    ["labctl capture r1:eth1", "everything"],
    ["labctl capture r1:eth1 icmp or arp", "only these"],
    ["labctl capture -c 10 -w ospf.pcap r1:eth1 proto ospf", "ten packets into a file"],
    ["labctl capture r1:eth1 -w - | wireshark -k -i -", "live in wireshark"],
  ],
  run: async ({ arguments: [at = "", ...filter], options }, context) => {
    const { out, err } = context.output;
    const file = textOption(options, "write");
    const [count, snapLength] = [numberOption(options, "count"), numberOption(options, "snapLength", "snap-length")];
    const words = [...(options["ethernet"] === true ? ["-e"] : []), ...(options["verbose"] === true ? ["-v"] : [])];
    if (file === "-" && out.isTty) {
      throw new UsageError("pcap is nothing for a terminal", `pipe it: labctl capture ${at} -w - | wireshark -k -i -`);
    }
    const [{ capturePackets }, { withLab }, { count: counted }] = await Promise.all([
      import("../../app/capture.ts"),
      import("../lab-argument.ts"),
      import("../../term/words.ts"),
    ]);
    const target = file === undefined || file === "-" ? toStream(context.output) : toFile(file);
    try {
      const { taken, dropped } = await withLab(context, textOption(options, "lab"), (app, lab) =>
        capturePackets(
          app,
          {
            ...{ lab, at, filter: filter.join(" "), count: count ?? 0, snapLength },
            as: file === undefined ? words : "pcap",
          },
          {
            listening: () => err.write(err.style("dim", `listening on ${at}; Ctrl-C ends it\n`)),
            said: target.write,
          },
        ),
      );
      const lost = dropped === 0 ? "" : `, and ${dropped} lost because they came too fast`;
      err.write(err.style("dim", `${counted(taken, "packet")}${lost}\n`));
    } finally {
      target.close();
    }
    return ExitCode.ok;
  },
};

interface Target {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly close: () => void;
}

function toStream(output: Output): Target {
  return {
    write: (bytes) => {
      output.out.write(bytes);
      return output.drained(); // a reader that is slow slows the capture, instead of filling the memory
    },
    close: () => {},
  };
}

/** Throws UsageError at once when the file cannot be written. */
function toFile(file: string): Target {
  try {
    const descriptor = openSync(file, "w");
    return {
      write: async (bytes) => void writeSync(descriptor, bytes),
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${(error as Error).message}`, undefined, { cause: error });
  }
}

function numberOption(options: OptionValues, name: string, flag = name): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--${flag} takes a number from 1, not "${text}"`);
}
