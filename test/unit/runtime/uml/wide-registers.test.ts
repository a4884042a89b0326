import { expect, test } from "vitest";
import { sharedObject } from "../../../../src/runtime/uml/shared-object.ts";
import { hasWideRegisters, wideRegistersLibrary } from "../../../../src/runtime/uml/wide-registers.ts";

test("registers are wide where the processor has AMX, whatever its other flags", () => {
  const flags = (...names: string[]): string => `processor\t: 0\nflags\t\t: ${names.join(" ")}\nbugs\t\t: spectre_v1\n`;
  expect(hasWideRegisters(flags("fpu", "avx512f", "amx_bf16", "amx_tile", "amx_int8"))).toBe(true);
  expect(hasWideRegisters(flags("fpu", "amx_tile"))).toBe(true);
  expect(hasWideRegisters(flags("fpu", "avx512f", "pku"))).toBe(false);
  expect(hasWideRegisters(`model name\t: amx_tile\n${flags("fpu")}`)).toBe(false);
});

test("the library is an object for x86-64 that its loader takes in at two pages, and code on one of them only", () => {
  const bytes = Buffer.from(wideRegistersLibrary());
  expect(bytes.subarray(0, 4)).toEqual(Buffer.from("\x7fELF", "latin1"));
  expect([bytes.readUInt16LE(16), bytes.readUInt16LE(18)]).toEqual([3, 62]);
  const segments = Array.from({ length: bytes.readUInt16LE(56) }, (_, i) => {
    const at = 64 + i * 56;
    const [offset, inFile] = [bytes.readBigUInt64LE(at + 8), bytes.readBigUInt64LE(at + 32)];
    expect(offset + inFile).toBeLessThanOrEqual(BigInt(bytes.length));
    return { type: bytes.readUInt32LE(at), flags: bytes.readUInt32LE(at + 4), offset: Number(offset) };
  });
  const loaded = segments.filter(({ type }) => type === 1);
  expect(loaded).toEqual([
    { type: 1, flags: 5, offset: 0 },
    { type: 1, flags: 6, offset: 0x1000 },
  ]);
});

test("code that is too long for its page is refused", () => {
  const object = { exported: "a", imported: "b", dataBytes: 8, code: () => new Array<number>(4096).fill(0x90) };
  expect(() => sharedObject(object)).toThrow("does not fit");
});
