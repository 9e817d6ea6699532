"""A SystemVerilog module as a C++ library."""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")
load("//tools/bazel_rules:verilog.bzl", "VerilogInfo", "check_vopts")

# What every model is built with. Warnings stop Verilator, and no option may change that.
# The `fast` choices mean that what is not initialised reads 0, the same in every run.
_VOPTS = [
    "-Wall",
    "-O3",
    "--assert",
    "--x-assign",
    "fast",
    "--x-initial",
    "fast",
    "--timescale",
    "1ns/1ps",
    "-I.",
]

# Generated code is neither read by people nor fed by strangers: no warnings, and none of the guards
# that the host toolchain adds and that cost simulation speed.
_COPTS = [
    "-w",
    "-faligned-new",
    "-fomit-frame-pointer",
    "-fno-stack-protector",
    "-U_FORTIFY_SOURCE",
]

def _verilate(ctx, verilog, prefix):
    """Declares the Verilator action; returns its fast, slow and header folders."""
    fast = ctx.actions.declare_directory(ctx.label.name + ".cpp")
    slow = ctx.actions.declare_directory(ctx.label.name + ".slow.cpp")
    headers = ctx.actions.declare_directory(ctx.label.name + ".h")

    args = ctx.actions.args()
    args.add_all([fast, slow, headers], expand_directories = False)
    args.add(ctx.file._verilator)
    args.add("--cc")
    args.add("--top-module", ctx.attr.module_top)
    args.add("--prefix", prefix)
    args.add_all(_VOPTS)
    args.add("-I" + ctx.bin_dir.path)
    if ctx.attr.trace:
        args.add("--trace-fst")
        args.add("--trace-structs")
    args.add_all(ctx.attr.vopts)
    args.add(ctx.file._waivers)
    args.add_all(verilog.srcs)

    ctx.actions.run(
        executable = ctx.executable._verilate,
        arguments = [args],
        inputs = depset(
            [ctx.file._waivers],
            transitive = [verilog.srcs, verilog.hdrs],
        ),
        tools = [ctx.file._verilator],
        outputs = [fast, slow, headers],
        mnemonic = "Verilate",
        progress_message = "Verilating %s" % ctx.label,
        use_default_shell_env = True,
    )
    return fast, slow, headers

def _verilator_cc_library_impl(ctx):
    check_vopts(ctx.attr.vopts)
    fast, slow, headers = _verilate(
        ctx,
        ctx.attr.module[VerilogInfo],
        ctx.attr.prefix or "V" + ctx.attr.module_top,
    )

    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    runtime = ctx.attr._runtime[CcInfo]

    parts = [
        cc_common.compile(
            name = ctx.label.name + suffix,
            actions = ctx.actions,
            feature_configuration = features,
            cc_toolchain = toolchain,
            srcs = [folder],
            public_hdrs = [headers],
            system_includes = [headers.path],
            compilation_contexts = [runtime.compilation_context],
            user_compile_flags = [level] + _COPTS + ctx.attr.copts,
        )
        for suffix, folder, level in [("_fast", fast, "-O3"), ("_slow", slow, "-O1")]
    ]
    context = parts[0][0]
    objects = cc_common.merge_compilation_outputs(
        compilation_outputs = [outputs for _, outputs in parts],
    )
    linking_context, _ = cc_common.create_linking_context_from_compilation_outputs(
        name = ctx.label.name,
        actions = ctx.actions,
        feature_configuration = features,
        cc_toolchain = toolchain,
        compilation_outputs = objects,
        linking_contexts = [runtime.linking_context],
        disallow_dynamic_library = True,
    )
    return [
        DefaultInfo(files = depset([fast, slow, headers])),
        CcInfo(compilation_context = context, linking_context = linking_context),
    ]

verilator_cc_library = rule(
    implementation = _verilator_cc_library_impl,
    doc = """Verilates one module; use it in `deps` of a cc_library, cc_binary or cc_test.

Include "V<module_top>.h"; the class has that name too. Several models can be linked into one
program; two of the same module need a `prefix` each. Assertions are live: a failing one ends the process. Functions imported through DPI are
declared in "V<module_top>__Dpi.h" and defined in any library of the final program.""",
    attrs = {
        "module": attr.label(
            doc = "The verilog_library that holds the module (and, in its deps, any binds).",
            mandatory = True,
            providers = [VerilogInfo],
        ),
        "module_top": attr.string(doc = "Name of the module.", mandatory = True),
        "prefix": attr.string(doc = "Name of the class, if not V<module_top>."),
        "trace": attr.bool(
            doc = "Compile FST tracing in (VerilatedFstC). Slower to build; little slower to run.",
        ),
        "vopts": attr.string_list(doc = "More Verilator options, for example -GDepth=8."),
        "copts": attr.string_list(doc = "More C++ options for the model."),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        "_runtime": attr.label(default = "@verilator//:verilated", providers = [CcInfo]),
        "_verilate": attr.label(
            default = "//tools/bazel_rules:verilate",
            executable = True,
            cfg = "exec",
        ),
        "_verilator": attr.label(default = "@verilator//:verilator_bin", allow_single_file = True),
        "_waivers": attr.label(default = "//rtl/lint:waivers.vlt", allow_single_file = True),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    provides = [CcInfo],
)
