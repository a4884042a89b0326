// Knows: on which processors a user-mode kernel cannot restore a process's registers, and the library that helps it.
// Refuses to know: how the library gets into the kernel's process (relay-main.ts), and its file format (shared-object.ts).
//
// UML gives PTRACE_SETREGSET a buffer of 2696 bytes for the registers beyond the general ones: AVX-512 and PKRU, the
// widest there were when that number was written. The host wants the whole of what the processor could save
// (xstateregs_set in arch/x86/kernel/fpu/regset.c); where that has AMX it is 11,008 bytes, the call fails, and the guest
// ends with its first process: Debian's 6.1 and 6.12 both do. The registers of AMX come last, and no process in a guest
// can use them, so the buffer may as well be continued with zeros. That is what the library does: its ptrace() passes
// every call on to libc's, this one with a longer buffer.

import { sharedObject, type Places } from "./shared-object.ts";

/** More than any processor saves today, and a multiple of what the kernel counts in; it takes what it needs. */
const bufferBytes = 16_384;

/** Whether /proc/cpuinfo tells of a processor whose registers are wider than UML knows. */
export function hasWideRegisters(cpuinfo: string): boolean {
  return /^flags\s*:.*\bamx_tile\b/m.test(cpuinfo);
}

/** The library, for LD_PRELOAD. */
export function wideRegistersLibrary(): Uint8Array {
  return sharedObject({ exported: "ptrace", imported: "dlsym", dataBytes: 24 + bufferBytes, code: ptraceCode });
}

/**
 * ptrace(edi request, esi pid, rdx address, rcx data). A guest's kernel has one thread, so one buffer will do; it is no
 * local variable because the guest's kernel stacks are no larger than it.
 */
function ptraceCode(at: number, { imported, name, data }: Places): readonly number[] {
  const [libcPtrace, iovec, buffer] = [data, data + 8, data + 24];
  const pass = "pass";
  return assembled(at, [
    [0x81, 0xff, ...int32(0x4205)], //       cmp   edi, PTRACE_SETREGSET
    [0x75, pass], //                         jne   pass
    [0x81, 0xfa, ...int32(0x202)], //        cmp   edx, NT_X86_XSTATE
    [0x75, pass], //                         jne   pass
    [0x48, 0x8b, 0x41, 8], //                mov   rax, [rcx + iov_len]
    [0x48, 0x3d, ...int32(bufferBytes)], //  cmp   rax, bufferBytes
    [0x77, pass], //                         ja    pass
    [0x57], //                               push  rdi
    [0x56], //                               push  rsi
    [0x48, 0x8b, 0x31], //                   mov   rsi, [rcx + iov_base]
    [0x48, 0x8d, 0x3d, { to: buffer }], //   lea   rdi, [buffer]
    [0x48, 0x89, 0x3d, { to: iovec }], //    mov   [iovec.iov_base], rdi
    [0x48, 0x89, 0xc1], //                   mov   rcx, rax
    [0xf3, 0xa4], //                         rep   movsb
    [0xb8, ...int32(bufferBytes)], //        mov   eax, bufferBytes
    [0x48, 0x89, 0x05, { to: iovec + 8 }], // mov  [iovec.iov_len], rax
    [0x48, 0x8d, 0x0d, { to: iovec }], //    lea   rcx, [iovec]
    [0x5e], //                               pop   rsi
    [0x5f], //                               pop   rdi
    pass,
    [0x48, 0x8b, 0x05, { to: libcPtrace }], // mov rax, [libcPtrace]
    [0x48, 0x85, 0xc0], //                   test  rax, rax
    [0x75, "known"], //                      jne   known
    [0x57, 0x56, 0x52, 0x51], //             push  rdi, rsi, rdx, rcx
    [0x50], //                               push  rax, as a call wants the stack at a multiple of 16
    [0x48, 0xc7, 0xc7, ...int32(-1)], //     mov   rdi, RTLD_NEXT
    [0x48, 0x8d, 0x35, { to: name }], //     lea   rsi, ["ptrace"]
    [0xff, 0x15, { to: imported }], //       call  dlsym
    [0x59], //                               pop   rcx, for the one pushed last
    [0x59, 0x5a, 0x5e, 0x5f], //             pop   rcx, rdx, rsi, rdi
    [0x48, 0x89, 0x05, { to: libcPtrace }], // mov [libcPtrace], rax
    "known",
    [0xff, 0xe0], //                         jmp   rax
  ]);
}

/** An instruction: its bytes, then perhaps an address or, in one byte, a label to jump to. Or a label. */
type Line = string | readonly (number | string | { readonly to: number })[];

/** Addresses and jumps count from the instruction after them, and are the last of an instruction. */
function assembled(at: number, lines: readonly Line[]): readonly number[] {
  const places: number[] = [];
  const labels = new Map<string, number>();
  let end = at;
  for (const line of lines) {
    if (typeof line === "string") labels.set(line, end);
    else for (const part of line) end += typeof part === "object" ? 4 : 1;
    places.push(end);
  }
  return lines.flatMap((line, i) => {
    const next = places[i] ?? 0;
    if (typeof line === "string") return [];
    return line.flatMap((part) => {
      if (typeof part === "number") return [part];
      if (typeof part === "object") return int32(part.to - next);
      return [(labels.get(part) ?? next) - next];
    });
  });
}

function int32(value: number): readonly number[] {
  return [value, value >> 8, value >> 16, value >> 24].map((byte) => byte & 0xff);
}
