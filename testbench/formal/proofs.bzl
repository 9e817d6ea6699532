"""A proof of the core: the checker beside it, and for how many cycles."""

load("//tools/bazel_rules:defs.bzl", "bmc_design", "bmc_test")

# No simulator's assertions, no triggers; products and quotients as riscv-formal has them.
_DEFINES = [
    "SYNTHESIS",
    "RISCV_FORMAL",
    "RISCV_FORMAL_ALTOPS",
]

def core_design(name, mutations = [], **kwargs):
    """The core, made ready for core_proof; with deliberate bugs if `mutations` (see bmc_design)."""
    bmc_design(
        name = name,
        defines = _DEFINES,
        # Registers start with anything, so the first instructions already have operands to choose
        # from. Register 0 alone is what its memory says it is.
        free = ["w:*u_regfile.regs_q* w:*u_regfile.regs_q[0] %d"],
        module = "//rtl/core",
        module_top = "core",
        mutations = mutations,
        **kwargs
    )

def core_proof(name, checker, depth, deep = None, defines = [], design = ":core", **kwargs):
    """Declares NAME_test and, by hand only, NAME_deep_test.

    Args:
      name: of the proof.
      checker: module that stands beside the core; see checker.svh.
      depth: cycles that the test looks at.
      deep: cycles that the deep test looks at; none if there is no such test.
      defines: macros, beside those that every proof has.
      design: a core_design.
      **kwargs: of both bmc_tests.
    """
    for suffix, cycles, tags in [("_test", depth, []), ("_deep_test", deep, ["manual"])]:
        if cycles:
            bmc_test(
                name = name + suffix,
                size = "enormous" if tags else "medium",
                defines = _DEFINES + ["CHECKER=" + checker] + defines,
                depth = cycles,
                design = design,
                module = ":core_proof",
                module_top = "core_proof",
                tags = tags,
                **kwargs
            )
