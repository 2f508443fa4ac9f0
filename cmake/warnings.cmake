# One target for warnings and sanitizers; every target of ours links it.
add_library(wireassay_flags INTERFACE)
target_compile_options(wireassay_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch-enum -Wnon-virtual-dtor -Wold-style-cast
  $<$<BOOL:${WIREASSAY_WARNINGS_AS_ERRORS}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 warns about correct code in libstdc++ and in coroutines when it optimises.
  target_compile_options(wireassay_flags INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow
    -Wno-array-bounds -Wno-dangling-pointer -Wno-missing-field-initializers)
else()
  # Designated initialisers that name what matters are clearer than rows of empty braces.
  target_compile_options(wireassay_flags INTERFACE -Wno-missing-designated-field-initializers -Wno-missing-field-initializers)
endif()
target_include_directories(wireassay_flags INTERFACE ${PROJECT_SOURCE_DIR}/harness)
if(WIREASSAY_SANITIZE)
  target_compile_options(wireassay_flags INTERFACE
    -fsanitize=${WIREASSAY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(wireassay_flags INTERFACE -fsanitize=${WIREASSAY_SANITIZE})
endif()
if(WIREASSAY_STEPS)
  # Every edge is counted (harness/testing/work.h). Engines bring an empty function of this name: ours is taken.
  target_compile_options(wireassay_flags INTERFACE -fsanitize-coverage=trace-pc)
  target_compile_definitions(wireassay_flags INTERFACE WIREASSAY_STEPS)
  target_link_options(wireassay_flags INTERFACE -Wl,--wrap=__sanitizer_cov_trace_pc)
endif()
add_library(wireassay_work STATIC ${PROJECT_SOURCE_DIR}/harness/testing/work.cc)
target_include_directories(wireassay_work PRIVATE ${PROJECT_SOURCE_DIR}/harness)
target_compile_options(wireassay_work PRIVATE $<TARGET_PROPERTY:wireassay_flags,INTERFACE_COMPILE_OPTIONS>)
target_compile_definitions(wireassay_work PRIVATE $<TARGET_PROPERTY:wireassay_flags,INTERFACE_COMPILE_DEFINITIONS>)
if(WIREASSAY_STEPS)
  target_link_libraries(wireassay_flags INTERFACE wireassay_work)
endif()
