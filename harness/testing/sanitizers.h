// Which sanitizers this build has, for clang and g++ alike.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define WIREASSAY_WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WIREASSAY_WITH_ASAN 1
#endif
#if __has_feature(memory_sanitizer)
#define WIREASSAY_WITH_MSAN 1
#endif
#endif

#if defined(WIREASSAY_WITH_ASAN) || defined(WIREASSAY_WITH_MSAN)
#define WIREASSAY_WITH_ALLOCATION_HOOKS 1
#endif
