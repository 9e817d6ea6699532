"""How Debian's riscv64-unknown-elf-g++ compiles for the scheduler core.

There is no C or C++ library at all on this platform: only what the compiler itself brings
(<stdint.h>, <stddef.h>, <stdarg.h>, ...) can be included. firmware_image does the linking.
"""

load("@bazel_skylib//rules:common_settings.bzl", "BuildSettingInfo")
load("@rules_cc//cc:action_names.bzl", "ACTION_NAMES")
load(
    "@rules_cc//cc:cc_toolchain_config_lib.bzl",
    "env_entry",
    "env_set",
    "feature",
    "flag_group",
    "flag_set",
    "tool_path",
)

_PREFIX = "/usr/bin/riscv64-unknown-elf-"

_COMPILE_ACTIONS = [
    ACTION_NAMES.assemble,
    ACTION_NAMES.preprocess_assemble,
    ACTION_NAMES.c_compile,
    ACTION_NAMES.cpp_compile,
]

_COMPILE_FLAGS = [
    "-ffreestanding",
    "-fno-stack-protector",
    "-fno-asynchronous-unwind-tables",
    "-fno-unwind-tables",
    "-ffunction-sections",
    "-fdata-sections",
    "-fno-common",
    "-O2",
    "-g",
]

# No run-time support: what would need it must not compile.
_CPP_FLAGS = [
    "-fno-exceptions",
    "-fno-rtti",
    "-fno-threadsafe-statics",
    "-fno-use-cxa-atexit",
]

def _flags(name, actions, flags):
    return feature(
        name = name,
        enabled = True,
        flag_sets = [flag_set(actions = actions, flag_groups = [flag_group(flags = flags)])],
    )

def _riscv32_cc_toolchain_config_impl(ctx):
    march = ctx.attr.march[BuildSettingInfo].value
    tools = ["ar", "gcc", "gcov", "ld", "nm", "objcopy", "objdump", "strip"]
    tool_paths = [tool_path(name = tool, path = _PREFIX + tool) for tool in tools]
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        toolchain_identifier = "riscv32",
        host_system_name = "local",
        target_system_name = "bare",
        target_cpu = "riscv32",
        target_libc = "none",
        compiler = "gcc",
        abi_version = "ilp32",
        abi_libc_version = "none",
        cxx_builtin_include_directories = ["/usr/lib/gcc/riscv64-unknown-elf"],
        tool_paths = tool_paths + [tool_path(name = "cpp", path = _PREFIX + "cpp")],
        features = [
            _flags(
                "riscv32_compile_flags",
                _COMPILE_ACTIONS,
                ["-march=" + march, "-mabi=ilp32"] + _COMPILE_FLAGS,
            ),
            _flags("riscv32_cpp_flags", [ACTION_NAMES.cpp_compile], _CPP_FLAGS),
            # Debug information must not name the folder of one build: equal sources, equal images.
            feature(
                name = "riscv32_working_folder",
                enabled = True,
                env_sets = [env_set(
                    actions = _COMPILE_ACTIONS,
                    env_entries = [env_entry(key = "PWD", value = "/proc/self/cwd")],
                )],
            ),
        ],
    )

riscv32_cc_toolchain_config = rule(
    implementation = _riscv32_cc_toolchain_config_impl,
    attrs = {
        "march": attr.label(
            doc = "The build setting that holds the -march of the image being built.",
            mandatory = True,
            providers = [BuildSettingInfo],
        ),
    },
    provides = [CcToolchainConfigInfo],
)
