// Knows: which lines of an integrated frr.conf each daemon may be given when it reads the file itself.
// Refuses to know: what the lines configure.

/**
 * The daemon a block belongs to alone, by its first line. A daemon that does not know `router ospf` stays in the block
 * before it and would take OSPF's `redistribute connected` for its own, and an `exit` there would end its reading
 * (lib/vty.c; seen with FRR 8.4). vtysh sorts the lines out as well, but is one more process that knows all commands
 * of all daemons: twice the time of starting bgpd itself.
 */
const ownedBlocks: readonly (readonly [header: RegExp, daemon: string])[] = [
  [/^router bgp\b/, "bgpd"],
  [/^router ospf\b/, "ospfd"],
  [/^router ospf6\b/, "ospf6d"],
  [/^router isis\b/, "isisd"],
  [/^router rip\b/, "ripd"],
  [/^router ripng\b/, "ripngd"],
  [/^router eigrp\b/, "eigrpd"],
  [/^router babel\b/, "babeld"],
  [/^router openfabric\b/, "fabricd"],
  [/^bfd$/, "bfdd"],
  [/^mpls ldp$/, "ldpd"],
  [/^l2vpn /, "ldpd"],
  [/^pbr-map /, "pbrd"],
  [/^rpki$/, "bgpd"],
  [/^segment-routing$/, "pathd"],
];

/** First words of lines that stand at the top: they end a block that was written without indentation. */
const topLevel =
  /^(no )?(router|interface|vrf|route-map|bfd$|mpls ldp$|l2vpn|pbr-map|rpki$|segment-routing$|key chain|nexthop-group|line|hostname|log|debug|service|password|username|banner|frr|zebra|mpls|ip (route|prefix-list|forwarding|protocol|nht|community-list|as-path|import-table)|ipv6 (route|prefix-list|forwarding|protocol|nht)|access-list|bgp (as-path|community-list|large-community-list|extcommunity-list))\b/;

/** Ends whatever block a daemon is in, and every daemon knows it: the way back to the top, where `exit` would leave. */
const backToTop = "line vty";

/**
 * The file as `daemon` may read it: other daemons' blocks are blank, and the ends of blocks lead back to the top.
 * It has as many lines as `config`, so the numbers in a daemon's complaints are those of the file.
 */
export function bootConfigOf(config: readonly string[], daemon: string): readonly string[] {
  let owner: string | undefined;
  let inBlock = false;
  /** Whether the lines of the block are indented, as FRR writes them; known from its first line on. */
  let indents: boolean | undefined;
  return config.map((line) => {
    const text = line.trimEnd();
    const isIndented = /^\s/.test(text);
    if (text === "" || text.startsWith("!") || /^exit(-vrf)?$/.test(text)) {
      const endsBlock = inBlock && !isIndented && text !== "";
      if (endsBlock) [owner, inBlock] = [undefined, false];
      return endsBlock ? backToTop : "!";
    }
    if (inBlock) indents ??= isIndented;
    if (!isIndented && (!inBlock || indents === true || topLevel.test(text))) {
      indents = undefined;
      owner = ownedBlocks.find(([header]) => header.test(text))?.[1];
      inBlock = owner !== undefined || /^(interface|vrf|route-map|key chain|nexthop-group|line) /.test(text);
    }
    return owner === undefined || owner === daemon ? line : "!";
  });
}
