"""The rules of Ringside; BUILD files load from here and nowhere else in this folder."""

load("//tools/bazel_rules:bmc.bzl", _bmc_design = "bmc_design", _bmc_test = "bmc_test")
load(
    "//tools/bazel_rules:firmware.bzl",
    _FirmwareInfo = "FirmwareInfo",
    _firmware_image = "firmware_image",
)
load(
    "//tools/bazel_rules:regs.bzl",
    _regs_doc_test = "regs_doc_test",
    _regs_library = "regs_library",
)
load("//tools/bazel_rules:verilator.bzl", _verilator_cc_library = "verilator_cc_library")
load("//tools/bazel_rules:verilog.bzl", _VerilogInfo = "VerilogInfo", _verilog_library = "verilog_library")
load("//tools/bazel_rules:verilog_lint.bzl", _verilog_lint_test = "verilog_lint_test")
load("//tools/bazel_rules:yosys.bzl", _yosys_synth_test = "yosys_synth_test")

FirmwareInfo = _FirmwareInfo
VerilogInfo = _VerilogInfo
bmc_design = _bmc_design
bmc_test = _bmc_test
firmware_image = _firmware_image
regs_doc_test = _regs_doc_test
regs_library = _regs_library
verilator_cc_library = _verilator_cc_library
verilog_library = _verilog_library
verilog_lint_test = _verilog_lint_test
yosys_synth_test = _yosys_synth_test
