"""The measures, a module each: ``run(bench)`` yields figures."""
