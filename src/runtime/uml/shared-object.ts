// Knows: the smallest ELF shared object that glibc's loader takes: one function of x86-64 code, one import, some data.
// Refuses to know: what the function does (wide-registers.ts).
//
// Formats and numbers: elf(5) and the x86-64 psABI.

export interface Places {
  /** Where the address of the imported function is found. */
  readonly imported: number;
  /** The name of the exported function, as a C string. */
  readonly name: number;
  /** The object's own data: zeros, writable. */
  readonly data: number;
}

export interface SharedObject {
  readonly exported: string;
  readonly imported: string;
  readonly dataBytes: number;
  /** Machine code that is loaded at `at`; all addresses count from where the object is loaded. */
  readonly code: (at: number, places: Places) => readonly number[];
}

/** Code and tables are mapped to be read and run; what is written to is on a page of its own. */
const writableAt = 0x1000;
const headerBytes = 64;
const programHeaders = 4;
const programHeaderBytes = 56;
const symbolBytes = 24;
const wordBytes = 8;

/** The bytes of the object. Throws when the code does not fit on its page. */
export function sharedObject({ exported, imported, dataBytes, code }: SharedObject): Uint8Array {
  const strings = new TextEncoder().encode(`\0${exported}\0${imported}\0`);
  const symbolsAt = headerBytes + programHeaders * programHeaderBytes;
  const hashAt = symbolsAt + 3 * symbolBytes;
  const relocationAt = hashAt + 24;
  const stringsAt = relocationAt + 24;
  const codeAt = aligned(stringsAt + strings.length, 16);
  const dynamic: readonly (readonly [tag: number, value: number])[] = [
    [4, hashAt], // DT_HASH
    [5, stringsAt], // DT_STRTAB
    [6, symbolsAt], // DT_SYMTAB
    [7, relocationAt], // DT_RELA
    [8, 24], // DT_RELASZ
    [9, 24], // DT_RELAENT
    [10, strings.length], // DT_STRSZ
    [11, symbolBytes], // DT_SYMENT
    [0, 0], // DT_NULL
  ];
  const importedAt = writableAt + dynamic.length * 2 * wordBytes;
  const dataAt = importedAt + wordBytes;
  const text = code(codeAt, { imported: importedAt, name: stringsAt + 1, data: dataAt });
  if (codeAt + text.length > writableAt) throw new Error("the code does not fit on one page");

  const bytes = new Uint8Array(dataAt);
  const view = new DataView(bytes.buffer);
  const long = (at: number, ...values: readonly number[]): void =>
    values.forEach((value, i) => view.setBigUint64(at + i * 8, BigInt(value), true));
  const int = (at: number, ...values: readonly number[]): void =>
    values.forEach((value, i) => view.setUint32(at + i * 4, value, true));
  const short = (at: number, ...values: readonly number[]): void =>
    values.forEach((value, i) => view.setUint16(at + i * 2, value, true));

  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]); // ELF, 64 bits, little endian, version 1
  short(16, 3, 62); // ET_DYN for EM_X86_64
  int(20, 1);
  long(32, headerBytes); // where the program headers are
  short(52, headerBytes, programHeaderBytes, programHeaders);
  const segment = (i: number, type: number, flags: number, at: number, inFile: number, inMemory: number): void => {
    const header = headerBytes + i * programHeaderBytes;
    int(header, type, flags);
    long(header + 8, at, at, at, inFile, inMemory, writableAt);
  };
  const [loaded, dynamicType, stack] = [1, 2, 0x6474e551]; // PT_LOAD, PT_DYNAMIC, PT_GNU_STACK
  const [readable, writable, executable] = [4, 2, 1];
  segment(0, loaded, readable | executable, 0, codeAt + text.length, codeAt + text.length);
  segment(1, loaded, readable | writable, writableAt, dataAt - writableAt, dataAt + dataBytes - writableAt);
  segment(2, dynamicType, readable | writable, writableAt, importedAt - writableAt, importedAt - writableAt);
  segment(3, stack, readable | writable, 0, 0, 0); // without it the loader takes our stack for one to run code on

  const globalFunction = 0x12;
  const symbol = (i: number, name: number, section: number, value: number, size: number): void => {
    const at = symbolsAt + i * symbolBytes;
    int(at, name);
    bytes[at + 4] = globalFunction;
    short(at + 6, section);
    long(at + 8, value, size);
  };
  symbol(1, 1, 1, codeAt, text.length); // any section but 0, which would mean "not here"
  symbol(2, 1 + exported.length + 1, 0, 0, 0);
  int(hashAt, 1, 3, 1, 0, 0, 0); // one bucket that begins, and ends, with symbol 1
  long(relocationAt, importedAt, 2 * 2 ** 32 + 6, 0); // symbol 2, R_X86_64_GLOB_DAT
  bytes.set(strings, stringsAt);
  bytes.set(text, codeAt);
  dynamic.forEach(([tag, value], i) => long(writableAt + i * 16, tag, value));
  return bytes;
}

function aligned(at: number, to: number): number {
  return Math.ceil(at / to) * to;
}
