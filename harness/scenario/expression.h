// What stands inside ${…}, and the terms of `check` (LANGUAGE section 6). Used by template.cc and
// check.cc only.
#pragma once

#include <cstddef>
#include <string_view>

#include "scenario/template.h"

namespace wireassay::scenario {

struct ExprOptions {
  bool bytes = false;   ///< escapes in quoted literals are resolved
  bool braced = false;  ///< ${…} is a factor: a term of `check`
};

struct ParsedExpr {
  Expr expr;
  std::size_t end = 0;  ///< behind the expression and white space
};

/// Reads one sum of products from `at`; what follows it is the caller's business.
TemplateResult<ParsedExpr> parse_expression(std::string_view text, std::size_t at,
                                            ExprOptions options);

/// parse_template for text[begin, end of text); offsets count from the start of `text`.
TemplateResult<Template> parse_template_from(std::string_view text, std::size_t begin,
                                             TemplateOptions options);

}  // namespace wireassay::scenario
