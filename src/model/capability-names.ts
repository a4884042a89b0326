// Knows: the names of all capabilities.
// Refuses to know: who has which.

/** capabilities(7), as far as Linux 5.9: in lower case, without `cap_`. */
export const allCapabilities: readonly string[] = [
  ..."audit_control audit_read audit_write block_suspend bpf checkpoint_restore chown dac_override dac_read_search".split(
    " ",
  ),
  ..."fowner fsetid ipc_lock ipc_owner kill lease linux_immutable mac_admin mac_override mknod net_admin".split(" "),
  ..."net_bind_service net_broadcast net_raw perfmon setfcap setgid setpcap setuid sys_admin sys_boot sys_chroot".split(
    " ",
  ),
  ..."sys_module sys_nice sys_pacct sys_ptrace sys_rawio sys_resource sys_time sys_tty_config syslog wake_alarm".split(
    " ",
  ),
];
