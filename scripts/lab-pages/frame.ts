// Knows: the words that every page about a lab has, in both languages.
// Refuses to know: what is said of one lab only (its file, and its catalogue in docs/labs/ja/).

type Texts = Readonly<Record<"en" | "ja", Frame>>;

/** Markdown. A function puts values into a sentence, wherever the language wants them. */
export interface Frame {
  readonly writtenFrom: string;
  readonly otherLanguage: (name: string) => string;
  readonly labFile: string;
  readonly allLabs: string;
  readonly network: string;
  readonly nodeColumns: readonly [node: string, kind: string, interfaces: string, runs: string];
  readonly kinds: Readonly<Record<"frr" | "cumulus" | "host" | "bridge" | "container", string>>;
  readonly hostNetwork: string;
  readonly noNetwork: string;
  readonly networkOf: (container: string) => string;
  readonly needs: string;
  readonly needsFeatures: (features: string) => string;
  readonly needsDaemons: (daemons: string) => string;
  readonly needsPrograms: (programs: string, packages: string) => string;
  readonly runsOnUml: string;
  readonly runsOnUmlIfNeeded: string;
  readonly needsNothing: string;
  readonly seeDoctor: string;
  readonly followAlong: string;
  readonly build: string;
  readonly step: string;
  readonly run: string;
  readonly shows: string;
  readonly legend: string;
  readonly ifItFails: (hint: string) => string;
  readonly claims: string;
  readonly claimsSaid: string;
  readonly claimColumns: readonly [claim: string, said: string];
  readonly notSoToday: (instead: string) => string;
  readonly beyond: string;
}

export const frames: Texts = {
  en: {
    writtenFrom: "Written by npm run docs from the lab file",
    otherLanguage: (name) => `[日本語](${name}.ja.md)`,
    labFile: "the lab file",
    allLabs: "all labs",
    network: "The network",
    nodeColumns: ["node", "what it is", "interfaces", "runs"],
    kinds: {
      frr: "router (FRR)",
      cumulus: "Cumulus switch",
      host: "host",
      bridge: "LAN switch",
      container: "container",
    },
    hostNetwork: "the host's network",
    noNetwork: "no network",
    networkOf: (container) => `the network of ${container}`,
    needs: "What it needs",
    needsFeatures: (features) => `Of the kernel: ${features} ([which kernel has them](../kernels.md))`,
    needsDaemons: (daemons) => `FRR, with ${daemons}`,
    needsPrograms: (programs, packages) => `Programs: ${programs} (\`sudo apt-get install ${packages}\`)`,
    runsOnUml: "It runs on the [user-mode kernel](../uml.md).",
    runsOnUmlIfNeeded: "Where this machine's kernel lacks something, it runs on the [user-mode kernel](../uml.md).",
    needsNothing: "Nothing beyond what every lab needs.",
    seeDoctor: "`labctl doctor` says what this machine has.",
    followAlong: "Follow along",
    build: "Build it, and see what is there:",
    step: "Go through it step by step. labctl stops before each and shows its command; Enter takes it, `!` opens a shell in the lab, `q` ends:",
    run: "Or run all steps in a row. Then end the lab:",
    shows: "What it shows",
    legend:
      "The steps in their order. One in **bold** changes something; the others look, and what they say must hold. Below each is the command that does the same by hand.",
    ifItFails: (hint) => `If not: ${hint}`,
    claims: "Claims",
    claimsSaid: "What the post says, and this lab shows. [All claims](../claims.md) are on a page of their own.",
    claimColumns: ["claim", "what is said"],
    notSoToday: (instead) => `**Not so today:** ${instead}`,
    beyond: "(Not in the post.)",
  },
  ja: {
    writtenFrom: "ラボファイルから npm run docs で生成",
    otherLanguage: (name) => `[English](${name}.md)`,
    labFile: "ラボファイル",
    allLabs: "ラボ一覧 (英語)",
    network: "ネットワーク構成",
    nodeColumns: ["ノード", "種類", "インタフェース", "動作するもの"],
    kinds: {
      frr: "ルータ (FRR)",
      cumulus: "Cumulus スイッチ",
      host: "ホスト",
      bridge: "LAN スイッチ",
      container: "コンテナ",
    },
    hostNetwork: "ホストのネットワークを共有",
    noNetwork: "ネットワークなし",
    networkOf: (container) => `${container} のネットワークを共有`,
    needs: "必要なもの",
    needsFeatures: (features) => `カーネルの機能: ${features} ([どのカーネルにあるか](../kernels.md))`,
    needsDaemons: (daemons) => `FRR (${daemons})`,
    needsPrograms: (programs, packages) => `プログラム: ${programs} (\`sudo apt-get install ${packages}\`)`,
    runsOnUml: "[User-mode Linux](../uml.md) のカーネルの上で動きます。",
    runsOnUmlIfNeeded:
      "このマシンのカーネルに足りない機能があれば、[User-mode Linux](../uml.md) のカーネルの上で動きます。",
    needsNothing: "このラボだけに必要なものはありません。",
    seeDoctor: "このマシンに何があるかは `labctl doctor` で確認できます。",
    followAlong: "動かしてみる",
    build: "ラボを起動し、中を見てみます。",
    step: "1 ステップずつ進めます。labctl は各ステップの前で止まってコマンドを表示します。Enter で実行、`!` でラボの中のシェル、`q` で終了です。",
    run: "全ステップを続けて実行することもできます。終わったらラボを破棄します。",
    shows: "確かめること",
    legend:
      "ステップを順に示します。**太字** は何かを変更する操作、それ以外は確認で、書かれているとおりでなければ失敗です。各ステップの下は、同じことを手で行うコマンドです。",
    ifItFails: (hint) => `失敗したとき: ${hint}`,
    claims: "記事の記述との対応",
    claimsSaid:
      "記事に書かれていることのうち、このラボで確かめるものです。全体の一覧は[別のページ](../claims.md) (英語) にあります。",
    claimColumns: ["番号", "記述"],
    notSoToday: (instead) => `**現在は異なります:** ${instead}`,
    beyond: "(記事にはない補足)",
  },
};
