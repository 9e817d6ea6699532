"""Synthesis as a test: yosys reads a module as it stands, and makes gates of it."""

load("//tools/bazel_rules:verilog.bzl", "VerilogInfo")

def _yosys_report_impl(ctx):
    verilog = ctx.attr.module[VerilogInfo]
    report = ctx.actions.declare_file(ctx.label.name + ".json")
    cells = ctx.actions.declare_file(ctx.label.name + ".cells.txt")

    args = ctx.actions.args()
    args.add(ctx.file._yosys)
    args.add(ctx.attr.module_top)
    args.add(ctx.attr.unused_outputs)
    args.add_all([report, cells])
    args.add("-I" + ctx.bin_dir.path)
    args.add_all(verilog.srcs)
    ctx.actions.run(
        executable = ctx.executable._report,
        arguments = [args],
        inputs = depset(transitive = [verilog.srcs, verilog.hdrs]),
        tools = [ctx.file._yosys],
        outputs = [report, cells],
        mnemonic = "Synthesise",
        progress_message = "Synthesising %s" % ctx.label,
        use_default_shell_env = True,
    )
    return [
        DefaultInfo(
            files = depset([report]),
            runfiles = ctx.runfiles(files = [report, cells]),
        ),
        OutputGroupInfo(cells = depset([cells])),
    ]

_yosys_report = rule(
    implementation = _yosys_report_impl,
    attrs = {
        "module": attr.label(mandatory = True, providers = [VerilogInfo]),
        "module_top": attr.string(mandatory = True),
        "unused_outputs": attr.string(),
        "_report": attr.label(
            default = "//tools/bazel_rules:yosys_report",
            executable = True,
            cfg = "exec",
        ),
        "_yosys": attr.label(default = "@yosys//:yosys", allow_single_file = True),
    },
)

def yosys_synth_test(
        name,
        module,
        module_top,
        figures,
        tolerance = 3,
        unused_outputs = "",
        visibility = None,
        **kwargs):
    """Passes when a module becomes gates without latches, loops or complaints, of the size committed.

    Size is what `synth -flatten; dffunmap; abc -g cmos2; stat -tech cmos` says: transistors in two-input
    gates, inverters and flip-flops, but no price for flip-flops with asynchronous reset, which are
    counted apart. Registers and memories are flip-flops. `<name>_report` is the measurement itself, JSON, for other
    programs; it is made once, however often the test runs.

    Args:
      name: of the test; ends in _test.
      module: the verilog_library that holds the module; in the subset that yosys reads.
      module_top: name of the module.
      figures: file of lines `module transistors`, committed.
      tolerance: percent that the size may differ from the committed figure.
      unused_outputs: pattern of top-level outputs that are left open, for example "rvfi_*".
      visibility: of the report.
      **kwargs: of the test.
    """
    report = name[:-len("_test")] + "_report"
    _yosys_report(
        name = report,
        module = module,
        module_top = module_top,
        unused_outputs = unused_outputs,
        visibility = visibility,
    )
    native.filegroup(
        name = report + "_cells",
        srcs = [":" + report],
        output_group = "cells",
    )
    native.sh_test(
        name = name,
        size = "small",
        srcs = ["//tools/bazel_rules:yosys_synth_test.sh"],
        args = [
            "$(rootpath :%s)" % report,
            "$(rootpath :%s_cells)" % report,
            "$(rootpath %s)" % figures,
            str(tolerance),
        ],
        data = [
            ":" + report,
            ":" + report + "_cells",
            figures,
        ],
        **kwargs
    )
