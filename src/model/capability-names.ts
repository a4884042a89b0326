// Knows: the names of all capabilities, by number.
// Refuses to know: who has which.

/** linux/capability.h, as far as Linux 5.9: the index is the number. In lower case, without `cap_`. */
export const allCapabilities: readonly string[] = [
  ..."chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable".split(" "),
  ..."net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot".split(" "),
  ..."sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease".split(" "),
  ..."audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm block_suspend audit_read".split(" "),
  ..."perfmon bpf checkpoint_restore".split(" "),
];
