// SPDX-License-Identifier: GPL-2.0-or-later
/* UDP ports of tunnels, in words. */
#include <string.h>
#include "unit.h"
#include "ports.h"

/* What the words make of the usual ports. */
static void check(const char *const *words, const char *text)
{
	struct kntop_config config = { 0 };
	char said[PORTS_TEXT], reason[PORTS_REASON];

	assert_true(ports_take(&config, PORTS_USUAL, reason));
	for (; *words; words++)
		assert_true(ports_take(&config, *words, reason));
	assert_string_equal(ports_text(&config, said), text);
}

static void a_word_changes_one_kind(void **state)
{
	(void)state;
	check((const char *const[]){ NULL },
	      "gre:4754 vxlan:4789,8472 geneve:6081 gtpu:2152 mpls:6635 tzsp:37008 teredo:3544 gue:6080 l2tp:1701 vxlan_gpe:4790 capwap:5247");
	check((const char *const[]){ "vxlan:4799", "gue:none", "fou:5555,5556,5555", NULL },
	      "gre:4754 vxlan:4799 geneve:6081 gtpu:2152 mpls:6635 tzsp:37008 teredo:3544 fou:5555,5556 l2tp:1701 vxlan_gpe:4790 capwap:5247");
	check((const char *const[]){ "geneve:none", "vxlan:6081", "tzsp:none", "default",
				     "capwap:none", NULL },
	      "gre:4754 vxlan:4789,8472 geneve:6081 gtpu:2152 mpls:6635 tzsp:37008 teredo:3544 gue:6080 l2tp:1701 vxlan_gpe:4790");
}

static void what_is_wrong_is_said(void **state)
{
	static const struct {
		const char *word, *part;
	} wrong[] = {
		{ "vxlan:0", "'0' is no port" }, { "vxlan:65536", "'65536' is no port" },
		{ "vxlan:4789,", "'' is no port" }, { "vxlan:+1", "'+1' is no port" },
		{ "vxlan:1 2", "'1 2' is no port" }, { "vxlan", "names no tunnel" },
		{ "pppoe:1", "'pppoe:1' names no tunnel" }, { "none:1", "names no tunnel" },
		{ "vxl:1", "one of gre vxlan geneve gtpu" },
		{ "vxlan:6081", "port 6081 is that of geneve" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct kntop_config config = { 0 };
		char reason[PORTS_REASON];

		assert_true(ports_take(&config, PORTS_USUAL, reason));
		assert_false(ports_take(&config, wrong[i].word, reason));
		if (!strstr(reason, wrong[i].part))
			fail_msg("%s: %s", wrong[i].word, reason);
	}
}

static void there_is_room_for_so_many(void **state)
{
	struct kntop_config config = { 0 };
	char list[1024] = "fou:1", reason[PORTS_REASON];

	(void)state;
	for (int port = 2; port <= KNTOP_TUNNEL_PORTS_MAX; port++)
		snprintf(list + strlen(list), sizeof(list) - strlen(list), ",%d", port);
	assert_true(ports_take(&config, list, reason));
	assert_int_equal(config.tunnel_ports_count, KNTOP_TUNNEL_PORTS_MAX);
	assert_false(ports_take(&config, "vxlan:1000", reason));
	assert_non_null(strstr(reason, "more than 64 ports"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_changes_one_kind),
		cmocka_unit_test(what_is_wrong_is_said),
		cmocka_unit_test(there_is_room_for_so_many),
	};

	return cmocka_run_group_tests_name("ports", tests, NULL, NULL);
}
