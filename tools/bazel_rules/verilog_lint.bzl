"""Lint as a test: Verilator's -Wall, every warning an error."""

load("//tools/bazel_rules:verilog.bzl", "VerilogInfo", "check_vopts")

def _verilog_lint_test_impl(ctx):
    check_vopts(ctx.attr.vopts)
    verilog = ctx.attr.module[VerilogInfo]
    files = [ctx.file._waivers] + verilog.srcs.to_list()
    command = [ctx.file._verilator.short_path, "--lint-only", "-Wall", "--assert"]
    command += ["--timescale", "1ns/1ps", "-I."]
    command += ["--top-module", ctx.attr.module_top] + ctx.attr.vopts
    command += [file.short_path for file in files]

    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(
        script,
        "#!/bin/bash\nexec %s\n" % " ".join(["'%s'" % word for word in command]),
        is_executable = True,
    )
    runfiles = ctx.runfiles(
        files = files + [ctx.file._verilator],
        transitive_files = verilog.hdrs,
    )
    return [DefaultInfo(executable = script, runfiles = runfiles)]

verilog_lint_test = rule(
    implementation = _verilog_lint_test_impl,
    doc = """Passes when Verilator has nothing to say about a module and all below it.

What must be waived is waived in //rtl/lint:waivers.vlt, with its reason, and nowhere else.""",
    attrs = {
        "module": attr.label(
            doc = "The verilog_library that holds the module.",
            mandatory = True,
            providers = [VerilogInfo],
        ),
        "module_top": attr.string(doc = "Name of the module.", mandatory = True),
        "vopts": attr.string_list(doc = "More Verilator options, for example -GDepth=8."),
        "_verilator": attr.label(default = "@verilator//:verilator_bin", allow_single_file = True),
        "_waivers": attr.label(default = "//rtl/lint:waivers.vlt", allow_single_file = True),
    },
    test = True,
)
