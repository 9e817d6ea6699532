"""SystemVerilog sources in the order in which a compiler must read them."""

VerilogInfo = provider(
    doc = "Sources of a Verilog library and of all that it depends on.",
    fields = {
        "srcs": "depset of compiled files, dependencies first (packages before their users).",
        "hdrs": "depset of files reached by `include`, rooted at the repository.",
    },
)

def _verilog_library_impl(ctx):
    deps = [dep[VerilogInfo] for dep in ctx.attr.deps]
    srcs = depset(ctx.files.srcs, transitive = [dep.srcs for dep in deps], order = "postorder")
    hdrs = depset(ctx.files.hdrs, transitive = [dep.hdrs for dep in deps])
    return [
        VerilogInfo(srcs = srcs, hdrs = hdrs),
        DefaultInfo(files = depset(ctx.files.srcs + ctx.files.hdrs)),
    ]

verilog_library = rule(
    implementation = _verilog_library_impl,
    doc = """A set of SystemVerilog files.

Within `srcs` the written order is kept, so a package stands before the modules that import it.
A checker that is `bind`-ed is a library like any other: put it in the `deps` of the model.""",
    attrs = {
        "srcs": attr.label_list(
            doc = "Packages, modules and binds, in compile order.",
            allow_files = [".sv", ".v"],
        ),
        "hdrs": attr.label_list(
            doc = "Files that are only included.",
            allow_files = [".svh", ".vh"],
        ),
        "deps": attr.label_list(
            doc = "Libraries whose packages or modules are used here.",
            providers = [VerilogInfo],
        ),
    },
    provides = [VerilogInfo],
)

def check_vopts(vopts):
    """Refuses options that would silence Verilator: waivers have one place.

    Args:
      vopts: a rule's own Verilator options.
    """
    for option in vopts:
        if option.startswith("-Wno") or option.startswith("--Wno"):
            fail("%s: waive in //rtl/lint:waivers.vlt, with the reason" % option, attr = "vopts")
