// MSan with libstdc++, which is not instrumented: its own code links the nodes of std::map,
// std::set and std::list, so that their links would count as never written. Linked by --wrap.
#include <sanitizer/msan_interface.h>

#include <list>
#include <map>

// NOLINTBEGIN(bugprone-reserved-identifier): the linker's names
extern "C" {

void __real__ZSt29_Rb_tree_insert_and_rebalancebPSt18_Rb_tree_node_baseS0_RS_(
    bool left, std::_Rb_tree_node_base* node, std::_Rb_tree_node_base* parent,
    std::_Rb_tree_node_base* header);

void __wrap__ZSt29_Rb_tree_insert_and_rebalancebPSt18_Rb_tree_node_baseS0_RS_(
    bool left, std::_Rb_tree_node_base* node, std::_Rb_tree_node_base* parent,
    std::_Rb_tree_node_base* header) {
  __real__ZSt29_Rb_tree_insert_and_rebalancebPSt18_Rb_tree_node_baseS0_RS_(left, node, parent,
                                                                           header);
  __msan_unpoison(node, sizeof *node);
}

void __real__ZNSt8__detail15_List_node_base7_M_hookEPS0_(std::__detail::_List_node_base* node,
                                                         std::__detail::_List_node_base* next);

void __wrap__ZNSt8__detail15_List_node_base7_M_hookEPS0_(std::__detail::_List_node_base* node,
                                                         std::__detail::_List_node_base* next) {
  __real__ZNSt8__detail15_List_node_base7_M_hookEPS0_(node, next);
  __msan_unpoison(node, sizeof *node);
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
