// Parameters of MAIL and RCPT: wire/smtp/parameter.h. An input is "KEYWORD=value" with spaces
// between. What a value says is the same in any order and in capitals; errors are of one of them.
#include "wire/smtp/parameter.h"

#include <algorithm>

#include "bounded.h"

namespace wireassay {
namespace {

using smtp::Parameter;

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

std::vector<Parameter> parameters_of(std::string_view in) {
  std::vector<Parameter> list;
  while (!in.empty()) {
    const std::size_t end = std::min(in.find(' '), in.size());
    const std::string_view word = in.substr(0, end);
    const std::size_t equals = word.find('=');
    Parameter one{.keyword = std::string(word.substr(0, equals)), .value = {}};
    if (equals != std::string_view::npos) one.value = word.substr(equals + 1);
    list.push_back(std::move(one));
    in.remove_prefix(std::min(end + 1, in.size()));
  }
  return list;
}

template <class Read>
void check(const std::vector<Parameter>& list, const Read& read, std::string_view in) {
  const auto all = smtp::ParameterSet::all();
  const auto values = read(list, all);
  if (!values) {
    require(values.error().index < list.size(), "an error of no parameter", in);
    require(!values.error().rule.empty(), "an error names no rule", in);
    return;
  }
  std::vector<Parameter> other(list.rbegin(), list.rend());
  for (Parameter& one : other)
    for (char& c : one.keyword) c = to_upper(c);
  const auto again = read(other, all);
  require(again && *again == *values, "in another order other values", in);
  const auto none = read(list, smtp::ParameterSet::none());
  require(none.has_value() == list.empty(), "taken, and not offered", in);
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in);
  const testing::ExactBuffer buffer(in);
  const std::vector<Parameter> list = parameters_of(buffer.view());
  check(list, smtp::read_mail_parameters, in);
  check(list, smtp::read_rcpt_parameters, in);
}

}  // namespace wireassay
