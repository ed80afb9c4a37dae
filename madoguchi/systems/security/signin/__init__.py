"""ログインの管理: recovery and emergency access for those who answer for them."""
