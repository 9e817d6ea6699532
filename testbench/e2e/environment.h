// Numbers that a person gives to a test through the environment.
#ifndef RINGSIDE_TESTBENCH_E2E_ENVIRONMENT_H_
#define RINGSIDE_TESTBENCH_E2E_ENVIRONMENT_H_

#include <cstdint>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "gtest/gtest.h"

namespace ringside::e2e {

// The variable's value, or `otherwise` if it is not set. What is no number fails the test.
inline uint32_t FromEnvironment(const char* name, uint32_t otherwise) {
  uint32_t value = otherwise;
  if (const char* text = std::getenv(name); text != nullptr) {
    EXPECT_TRUE(absl::SimpleAtoi(text, &value)) << name << " is no number: " << text;
  }
  return value;
}

}  // namespace ringside::e2e

#endif  // RINGSIDE_TESTBENCH_E2E_ENVIRONMENT_H_
