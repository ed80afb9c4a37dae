"""本人通知制度（事前登録型）: who registered is told of certificates given to someone else."""
