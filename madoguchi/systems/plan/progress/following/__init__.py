"""次期計画: the next plan drafted from this one."""
