"""Firmware for the scheduler core, whatever the platform of the rest of the build.

A firmware_image and all its deps are compiled for //tools/toolchains/riscv32; the same cc_library
used from a host test is compiled for the host. No library is linked but libgcc.
"""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

FirmwareInfo = provider(
    doc = "What firmware_image makes.",
    fields = {
        "elf": "File: the linked image with symbols and debug information.",
        "bin": "File: its memory contents, from the lowest loaded address.",
        "map": "File: the linker's map.",
    },
)

# As .bazelrc asks of our sources; it reaches the rules built into Bazel only.
_WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wno-missing-field-initializers"]

_MARCH = "//tools/toolchains/riscv32:march"

# The heap and exceptions, whichever name they go by.
_FORBIDDEN_SYMBOLS = [
    "_Znwj",
    "_Znaj",
    "_ZdlPv",
    "_ZdaPv",
    "_ZdlPvj",
    "_ZdaPvj",
    "malloc",
    "calloc",
    "realloc",
    "free",
    "__cxa_throw",
    "__cxa_begin_catch",
    "__cxa_guard_acquire",
    "__cxa_atexit",
    "_Unwind_Resume",
]

def _riscv32_transition_impl(_, attr):
    return {
        "//command_line_option:platforms": "//tools/toolchains/riscv32:platform",
        _MARCH: attr.march,
    }

_riscv32_transition = transition(
    implementation = _riscv32_transition_impl,
    inputs = [],
    outputs = ["//command_line_option:platforms", _MARCH],
)

def _compile(ctx):
    """Compiles srcs; returns their objects and the archives of all deps."""
    toolchain = find_cpp_toolchain(ctx)
    deps = [dep[CcInfo] for dep in ctx.attr.deps]
    _, outputs = cc_common.compile(
        name = ctx.label.name,
        actions = ctx.actions,
        feature_configuration = cc_common.configure_features(
            ctx = ctx,
            cc_toolchain = toolchain,
            requested_features = ctx.features,
            unsupported_features = ctx.disabled_features,
        ),
        cc_toolchain = toolchain,
        srcs = [src for src in ctx.files.srcs if src.extension != "h"],
        private_hdrs = [src for src in ctx.files.srcs if src.extension == "h"],
        compilation_contexts = [dep.compilation_context for dep in deps],
        user_compile_flags = _WARNINGS + ctx.attr.copts,
    )
    archives = []
    for dep in deps:
        for linker_input in dep.linking_context.linker_inputs.to_list():
            for library in linker_input.libraries:
                archives.append(library.static_library or library.pic_static_library)
    return outputs.objects + outputs.pic_objects, depset(archives)

def _firmware_image_impl(ctx):
    elf = ctx.actions.declare_file(ctx.label.name + ".elf")
    binary = ctx.actions.declare_file(ctx.label.name + ".bin")
    map = ctx.actions.declare_file(ctx.label.name + ".map")
    objects, archives = _compile(ctx)

    # The compiler finds the right libgcc only when the extensions that it does not vary by are
    # left out, so rv32im_zicsr links as rv32im.
    args = ctx.actions.args()
    args.add("-march=" + ctx.attr.march.split("_")[0])
    args.add_all(["-mabi=ilp32", "-nostdlib", "-static"])
    args.add_all(["-Wl,--gc-sections", "-Wl,--fatal-warnings", "-Wl,--no-warn-rwx-segments"])
    args.add(ctx.file.linker_script, format = "-Wl,-T,%s")
    args.add(map, format = "-Wl,-Map=%s")
    args.add_all(objects)
    args.add("-Wl,--start-group")
    args.add_all(archives)
    args.add_all(["-lgcc", "-Wl,--end-group"])
    args.add("-o", elf)
    ctx.actions.run(
        executable = ctx.file._gxx,
        arguments = [args],
        inputs = depset(objects + [ctx.file.linker_script], transitive = [archives]),
        outputs = [elf, map],
        mnemonic = "FirmwareLink",
        progress_message = "Linking firmware %s" % ctx.label,
        use_default_shell_env = True,
    )
    ctx.actions.run(
        executable = ctx.file._objcopy,
        arguments = ["-O", "binary"] + ctx.attr.objcopy_opts + [elf.path, binary.path],
        inputs = [elf],
        outputs = [binary],
        mnemonic = "FirmwareBinary",
    )
    files = depset([elf, binary, map])
    return [
        DefaultInfo(files = files, runfiles = ctx.runfiles(transitive_files = files)),
        FirmwareInfo(elf = elf, bin = binary, map = map),
        OutputGroupInfo(elf = [elf], bin = [binary], map = [map]),
    ]

_firmware_image = rule(
    implementation = _firmware_image_impl,
    attrs = {
        "srcs": attr.label_list(allow_files = [".cc", ".S", ".h"]),
        "deps": attr.label_list(providers = [CcInfo]),
        "linker_script": attr.label(mandatory = True, allow_single_file = [".ld"]),
        "march": attr.string(mandatory = True),
        "copts": attr.string_list(),
        "objcopy_opts": attr.string_list(),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        "_gxx": attr.label(default = "@riscv64_unknown_elf//:g++", allow_single_file = True),
        "_objcopy": attr.label(
            default = "@riscv64_unknown_elf//:objcopy",
            allow_single_file = True,
        ),
    },
    cfg = _riscv32_transition,
    fragments = ["cpp"],
    # Else the toolchain is configured without the transition and does not see this march.
    incompatible_use_toolchain_transition = True,
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    provides = [FirmwareInfo],
)

def _firmware_image_test_impl(ctx):
    elf = ctx.attr.image[FirmwareInfo].elf
    tools = [ctx.file._check, ctx.file._nm, ctx.file._size]
    words = [file.short_path for file in tools + [elf]]
    words += [str(ctx.attr.max_bytes)] + ctx.attr.forbidden_symbols
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(
        script,
        "#!/bin/bash\nexec %s\n" % " ".join(["'%s'" % word for word in words]),
        is_executable = True,
    )
    return [DefaultInfo(executable = script, runfiles = ctx.runfiles(files = tools + [elf]))]

_firmware_image_test = rule(
    implementation = _firmware_image_test_impl,
    attrs = {
        "image": attr.label(mandatory = True, providers = [FirmwareInfo]),
        "max_bytes": attr.int(mandatory = True),
        "forbidden_symbols": attr.string_list(mandatory = True),
        "_check": attr.label(
            default = "//tools/bazel_rules:check_image.sh",
            allow_single_file = True,
        ),
        "_nm": attr.label(default = "@riscv64_unknown_elf//:nm", allow_single_file = True),
        "_size": attr.label(default = "@riscv64_unknown_elf//:size", allow_single_file = True),
    },
    test = True,
)

def firmware_image(
        name,
        linker_script,
        max_bytes,
        srcs = [],
        deps = [],
        march = "rv32im_zicsr",
        copts = [],
        objcopy_opts = [],
        forbidden_symbols = _FORBIDDEN_SYMBOLS,
        **kwargs):
    """Builds one firmware image and the test that it keeps its limits.

    Emits <name>.elf, <name>.bin and <name>.map (all three are the files of `:<name>`), `:<name>_elf`
    (the ELF alone, for $(rootpath ...)) and `:<name>_image_test`.

    Args:
      name: name of the image.
      linker_script: the .ld file that places everything.
      max_bytes: most that code, constants and initialised data may take together; 0 is no limit.
      srcs: .cc, .S and .h files, compiled for the scheduler core.
      deps: cc_library targets, compiled for the scheduler core too.
      march: the -march of the image and of its deps.
      copts: more compiler options for srcs.
      objcopy_opts: options for the .bin, which is filled from its lowest to its highest load address:
        where memories lie far apart, `--change-section-lma` brings them together.
      forbidden_symbols: names that must not appear in the image; by default the heap's and the
        exception run-time's.
      **kwargs: visibility, testonly, tags and features.
    """
    _firmware_image(
        name = name,
        srcs = srcs,
        deps = deps,
        linker_script = linker_script,
        march = march,
        copts = copts,
        objcopy_opts = objcopy_opts,
        **kwargs
    )
    native.filegroup(
        name = name + "_elf",
        srcs = [":" + name],
        output_group = "elf",
        testonly = kwargs.get("testonly", False),
        visibility = kwargs.get("visibility"),
    )
    _firmware_image_test(
        name = name + "_image_test",
        size = "small",
        image = ":" + name,
        max_bytes = max_bytes,
        forbidden_symbols = forbidden_symbols,
        tags = kwargs.get("tags", []),
    )
