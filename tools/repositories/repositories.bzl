"""All external repositories of Ringside.

The one rule: nothing here touches the network. Names and targets are those of the upstream
projects, so that BUILD files read as they do anywhere else.
"""

load("//tools/repositories:absl.bzl", "system_absl")
load("//tools/repositories:rules_cc.bzl", "patched_rules_cc")
load("//tools/repositories:system.bzl", "system_repository")

def ringside_repositories():
    """Declares every external repository; called once, from WORKSPACE."""

    # Bazel's own companions. Debian's rules_cc is newer than its Bazel and needs a patch.
    patched_rules_cc(name = "rules_cc", path = "/usr/share/bazel/rules/cc")
    native.local_repository(name = "rules_java", path = "/usr/share/bazel/rules/java")
    native.local_repository(name = "platforms", path = "/usr/share/bazel/tools/platforms")
    native.local_repository(name = "bazel_skylib", path = "/usr/share/bazel/tools/skylib")
    system_repository(
        name = "remote_coverage_tools",
        build_file = "//tools/repositories:remote_coverage_tools.BUILD",
    )

    # C++ libraries.
    system_absl(name = "com_google_absl")
    system_repository(
        name = "com_google_googletest",
        build_file = "//tools/repositories:googletest.BUILD",
    )
    system_repository(
        name = "com_google_benchmark",
        build_file = "//tools/repositories:benchmark.BUILD",
    )
    system_repository(
        name = "tomlplusplus",
        build_file = "//tools/repositories:tomlplusplus.BUILD",
    )
    system_repository(
        name = "nlohmann_json",
        build_file = "//tools/repositories:nlohmann_json.BUILD",
    )
    system_repository(name = "libelf", build_file = "//tools/repositories:libelf.BUILD")
    system_repository(name = "zlib", build_file = "//tools/repositories:zlib.BUILD")

    # Tools.
    system_repository(
        name = "verilator",
        build_file = "//tools/repositories:verilator.BUILD",
        links = {
            "/usr/bin/verilator_bin": "verilator_bin",
            "/usr/share/verilator/include": "include",
        },
    )
    system_repository(
        name = "yosys",
        build_file = "//tools/repositories:yosys.BUILD",
        links = {
            "/usr/bin/yosys": "yosys",
            "/usr/bin/yosys-abc": "yosys-abc",
        },
    )
    system_repository(
        name = "riscv64_unknown_elf",
        build_file = "//tools/repositories:riscv64_unknown_elf.BUILD",
        links = {
            "/usr/bin/riscv64-unknown-elf-" + tool: tool
            for tool in ["g++", "nm", "objcopy", "objdump", "size"]
        },
    )
    system_repository(
        name = "debuggers",
        build_file = "//tools/repositories:debuggers.BUILD",
        links = {"/usr/bin/" + tool: tool for tool in ["gdb-multiarch", "openocd"]},
    )
