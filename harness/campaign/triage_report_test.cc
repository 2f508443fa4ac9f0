// Recorded reports, one per kind, and the names of functions.
#include "campaign/triage_report.h"

#include <gtest/gtest.h>

namespace wireassay::campaign {
namespace {

constexpr std::string_view kBroken =
    "INFO: Seed: 1\n"
    "broken invariant: pieces of 7 give 250\ninstead of 251, input: 250 ok\\r\\n\n"
    "==42== ERROR: libFuzzer: deadly signal\n"
    "    #0 0x55d0 in __sanitizer_print_stack_trace (/b/x_fuzzer+0x17) (BuildId: 12ab)\n"
    "    #1 0x55d1 in fuzzer::PrintStackTrace() (/b/x_fuzzer+0x18) (BuildId: 12ab)\n"
    "    #2 0x7f00 in abort (/lib/x86_64-linux-gnu/libc.so.6+0x26471) (BuildId: 58)\n"
    "    #3 0x55d2 in wireassay::fuzzing::require(std::__cxx11::basic_string<char> const&) "
    "/w/fuzz/fuzzer.h:30:3\n"
    "    #4 0x55d3 in wireassay::fuzzing::fuzz_dialogue(std::basic_string_view<char>, "
    "wireassay::Dialect const&, wireassay::fuzzing::Garbage) /w/fuzz/dialogue.h:117:7\n"
    "    #5 0x55d4 in wireassay::fuzz(std::basic_string_view<char>) /w/fuzz/x_fuzzer.cc:8:3\n"
    "    #6 0x55d5 in LLVMFuzzerTestOneInput /w/fuzz/fuzzer.h:40:5\n"
    "    #7 0x55d6 in _start crtstuff.c\n"
    "\n"
    "NOTE: libFuzzer has rudimentary signal handlers.\n";

constexpr std::string_view kOverflow =
    "==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000011 at pc 0x0\n"
    "READ of size 1 at 0x602000000011 thread T0\n"
    "    #0 0x55d1 in std::variant<int> wireassay::smtp::(anonymous namespace)::line<char "
    "(*)(int)>(std::string_view) const /w/reply.cc:3:9\n"
    "    #1 0x55d2 in wireassay::smtp::Reader::operator()(int) const /w/reply.cc:9:1\n"
    "    #2 0x55d3 in wireassay::fuzz(std::string_view) /w/fuzz/a.cc:8:3\n"
    "\n"
    "0x602000000011 is located 0 bytes after 1-byte region\n"
    "allocated by thread T0 here:\n"
    "    #0 0x55d9 in operator new(unsigned long) (/b/x+0x1)\n"
    "    #1 0x55da in wireassay::elsewhere() /w/e.cc:1:1\n";

constexpr std::string_view kTimeout =
    "ALARM: working on the last Unit for 2 seconds\n"
    "==9== ERROR: libFuzzer: timeout after 2 seconds\n"
    "    #0 0x1 in __sanitizer_print_stack_trace (/b/x+0x1)\n"
    "    #1 0x2 in wireassay::innermost(char) /w/a.cc:1:1\n"
    "    #2 0x3 in wireassay::middle() /w/a.cc:2:1\n"
    "    #3 0x3 in wireassay::outer() /w/a.cc:2:1\n"
    "    #4 0x4 in wireassay::outermost() /w/a.cc:3:1\n"
    "    #5 0x5 in wireassay::fuzz(std::string_view) /w/fuzz/a.cc:8:3\n"
    "    #6 0x6 in main (/b/x+0x9)\n"
    "SUMMARY: libFuzzer: timeout\n";

/// Inlined functions have no namespace where there are only line tables.
constexpr std::string_view kInlined =
    "broken invariant: half a response\n"
    "==42== ERROR: libFuzzer: deadly signal\n"
    "    #3 0x7ffb  (/lib/x86_64-linux-gnu/libc.so.6+0x3c04f) (BuildId: 93)\n"
    "    #4 0x7ffb in __pthread_kill_implementation nptl/pthread_kill.c:43:17\n"
    "    #5 0x7ffb in raise signal/../sysdeps/posix/raise.c:26:13\n"
    "    #7 0x563b in require /w/fuzz/fuzzer.h:26:3\n"
    "    #8 0x563b in broken_answer /w/harness/testing/parser.h:26:3\n"
    "    #9 0x563b in hear /w/fuzz/http_session_fuzzer.cc:60:7\n"
    "    #10 0x563b in fuzz /w/fuzz/http_session_fuzzer.cc:107:34\n"
    "    #17 0x563b in _start (/w/x_fuzzer+0xbf2d0) (BuildId: 32)\n";

struct ReportRow {
  const char* name;
  std::string_view output;
  const char *kind, *invariant, *key;
};

const ReportRow kReports[] = {
    {"broken invariant", kBroken, "broken invariant", "pieces of 7 give 250",
     "broken invariant|pieces of N|wireassay::fuzzing::fuzz_dialogue"},
    {"inlined", kInlined, "broken invariant", "half a response",
     "broken invariant|half a response|hear"},
    {"heap overflow, first stack only", kOverflow, "heap-buffer-overflow", "",
     "heap-buffer-overflow|wireassay::smtp::(anonymous namespace)::line|"
     "wireassay::smtp::Reader::operator()"},
    {"timeout, from outside", kTimeout, "timeout", "",
     "timeout|wireassay::outermost|wireassay::outer|wireassay::middle"},
    {"UBSan",
     "/w/a.cc:7:3: runtime error: signed integer overflow: 2147483647 + 1 cannot be represented\n"
     "    #0 0x1 in wireassay::sum(int, int) /w/a.cc:7:3\n",
     "undefined-behavior", "signed integer overflow: 2147483647 + 1 cannot be represented",
     "undefined-behavior|signed integer overflow|wireassay::sum"},
    {"memory limit", "==1== ERROR: libFuzzer: out-of-memory (used: 2100Mb; limit: 2048Mb)\n",
     "out-of-memory", "", "out-of-memory"},
    {"one large allocation",
     "==1==ERROR: AddressSanitizer: requested allocation size 0xffff (0x1 after) exceeds\n"
     "    #0 0x1 in operator new(unsigned long) (/b/x+0x1)\n"
     "    #1 0x1 in wireassay::grow() /w/a.cc:7:3\n",
     "allocation-size-too-big", "", "allocation-size-too-big|wireassay::grow"},
    {"leak",
     "==1==ERROR: LeakSanitizer: detected memory leaks\n\nDirect leak of 8 byte(s) in 1 object(s)\n"
     "    #0 0x1 in malloc (/b/x+0x1)\n    #1 0x1 in wireassay::keep() /w/a.cc:7:3\n\n"
     "Indirect leak of 9 bytes\n    #0 0x1 in wireassay::other() /w/a.cc:9:3\n",
     "leak", "", "leak|wireassay::keep"},
    {"double free", "==1==ERROR: AddressSanitizer: attempting double-free on 0x60 in thread T0:\n",
     "double-free", "", "double-free"},
    {"segmentation fault",
     "AddressSanitizer:DEADLYSIGNAL\n==1==ERROR: AddressSanitizer: SEGV on unknown address 0x0\n"
     "    #0 0x1 in wireassay::at(int) /w/a.cc:7:3\n",
     "SEGV", "", "SEGV|wireassay::at"},
    {"recursion: the members of the cycle",
     "==1==ERROR: AddressSanitizer: stack-overflow on address 0x1\n"
     "    #0 0x1 in wireassay::c() /w/a.cc:7:3\n    #1 0x1 in wireassay::a() /w/a.cc:7:3\n"
     "    #2 0x1 in wireassay::b() /w/a.cc:7:3\n    #3 0x1 in wireassay::c() /w/a.cc:7:3\n",
     "stack-overflow", "", "stack-overflow|wireassay::a|wireassay::b|wireassay::c"},
    {"exception",
     "terminate called after throwing an instance of 'std::length_error'\n  what():  x\n"
     "==1== ERROR: libFuzzer: deadly signal\n    #0 0x1 in wireassay::f() /w/a.cc:7:3\n",
     "uncaught-exception", "", nullptr},
    {"signal alone", "==1== ERROR: libFuzzer: deadly signal\n    #0 0x1 in wireassay::f() /w/a:7\n",
     "deadly-signal", "", "deadly-signal|wireassay::f"},
    {"no symbols",
     "==1== ERROR: libFuzzer: deadly signal\n    #0 0x55d0  (/b/x_fuzzer+0x17) (BuildId: 12)\n",
     "deadly-signal", "", "deadly-signal"},
    {"all is well", "Running: x\nExecuted x in 0 ms\n", "", "", ""},
    {"a stack without a report", "    #0 0x1 in wireassay::f() /w/a.cc:7:3\n", "", "", ""},
};

TEST(TriageReport, Reports) {
  for (const ReportRow& row : kReports) {
    SCOPED_TRACE(row.name);
    const CrashReport report = read_report(row.output);
    EXPECT_EQ(report.kind, row.kind);
    if (row.key == nullptr) {  // the kind is followed by the type of the exception
      EXPECT_EQ(report.invariant, "std::length_error");
      continue;
    }
    EXPECT_EQ(report.invariant, row.invariant);
    EXPECT_EQ(key_of(report), row.key);
  }
}

TEST(TriageReport, PlacesOfFrames) {
  const std::vector<Frame> frames = our_frames(read_report(kOverflow));
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].where, "/w/reply.cc:3:9");
  EXPECT_EQ(frames[1].where, "/w/reply.cc:9:1");
}

TEST(TriageReport, TextBeginsWithTheReport) {
  EXPECT_TRUE(read_report(kBroken).text.starts_with("broken invariant: pieces"));
}

struct NameRow {
  const char *in, *out;
};

const NameRow kNames[] = {
    {"wireassay::f(int)", "wireassay::f"},
    {"std::variant<A, B<C> > wireassay::f<int>(std::string_view)", "wireassay::f"},
    {"wireassay::(anonymous namespace)::Reader::read(char) const",
     "wireassay::(anonymous namespace)::Reader::read"},
    {"void wireassay::(anonymous namespace)::f<1>()", "wireassay::(anonymous namespace)::f"},
    {"wireassay::A::operator<(wireassay::A const&) const", "wireassay::A::operator<"},
    {"wireassay::A::operator<=>(wireassay::A const&) const", "wireassay::A::operator<=>"},
    {"wireassay::f(int)::$_0::operator()(char) const", "wireassay::f::$_0::operator()"},
    {"wireassay::text[abi:cxx11](int)", "wireassay::text"},
    {"operator new(unsigned long)", "operator new"},
    {"wireassay::operators(int)", "wireassay::operators"},
    {"f(", "f"},
    {"", ""},
};

TEST(TriageReport, ShortNames) {
  for (const NameRow& row : kNames) EXPECT_EQ(short_function(row.in), row.out) << row.in;
}

const NameRow kMessages[] = {
    {"took 512 steps for 3 octets, input: a: b", "took N steps for N octets"},
    {"the response breaks http.date: HTTP/1.1 200", "the response breaks http.date"},
    {"index 0x1f2 out of bounds", "index N out of bounds"},
    {"pieces of 7 give x", "pieces of N"},
    {"half a response", "half a response"},
};

TEST(TriageReport, MessagesWithoutTheInput) {
  for (const NameRow& row : kMessages) EXPECT_EQ(general_message(row.in), row.out) << row.in;
}

}  // namespace
}  // namespace wireassay::campaign
