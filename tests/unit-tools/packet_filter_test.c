// SPDX-License-Identifier: GPL-2.0-or-later
/* Packet filters: what becomes of expressions, run here as libpcap runs programs. */
#include <errno.h>
#include <linux/filter.h>
#include <pcap/pcap.h>
#include "unit.h"
#include "packet_filter.h"

static char reason[PACKET_FILTER_REASON];

/* An IPv4 TCP packet to port 22 behind some Ethernet header. */
static size_t make_frame(uint8_t *frame, const char *tags, size_t len)
{
	static const uint8_t packet[] = {
		0x08, 0, 0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
		0x9c, 0x40, 0, 22, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, 2, 0, 0, 0, 0, 0, 0,
	};

	memset(frame, 2, 12);
	memcpy(frame + 12, tags, len);
	memcpy(frame + 12 + len, packet, sizeof(packet));
	return 12 + len + sizeof(packet);
}

/*
 * What the program says of a frame whose tag, if @beside is not negative, is beside it.
 * libpcap's interpreter knows nothing of that, so it is put in as constants.
 */
static bool passes(const char *text, const char *tags, size_t len, int beside)
{
	struct bpf_insn code[KNTOP_FILTER_MAX];
	struct packet_filter f;
	uint8_t frame[128];
	size_t octets = make_frame(frame, tags, len);
	bool result;

	if (!packet_filter_compile(&f, text, true, reason))
		fail_msg("%s: %s", text, reason);
	assert_string_equal(f.kernel.text, text);
	memcpy(code, f.code, f.kernel.length * sizeof(*code));
	for (size_t i = 0; i < f.kernel.length; i++) {
		if (code[i].k == (uint32_t)(SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT))
			code[i] = (struct bpf_insn){ BPF_LD | BPF_IMM, 0, 0, beside >= 0 };
		else if (code[i].k == (uint32_t)(SKF_AD_OFF + SKF_AD_VLAN_TAG))
			code[i] = (struct bpf_insn){ BPF_LD | BPF_IMM, 0, 0, beside };
	}
	assert_true(bpf_validate(code, f.kernel.length));
	result = bpf_filter(code, frame, octets, octets);
	packet_filter_free(&f);
	return result;
}

#define UNTAGGED(text)	passes(text, "", 0, -1)
#define IN_FRAME(text)	passes(text, "\x81\0\0\x05", 4, -1)
#define BESIDE(text)	passes(text, "", 0, 0x6005)	/* with a priority */
#define TWO(text)	passes(text, "\x81\0\0\x07", 4, 0x0005)

static void without_vlan(void **state)
{
	(void)state;
	assert_true(UNTAGGED("port 22") && BESIDE("port 22"));
	assert_false(UNTAGGED("not port 22") || BESIDE("not port 22"));
	assert_false(UNTAGGED("udp"));
}

static void with_vlan(void **state)
{
	static const char *const fives[] = {
		"vlan", "vlan 5", "vlan (5)", "vlan ( (0x5) )", "vlan 5 and port 22",
		"vlan and tcp", "(vlan 5)and(port 22)",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(fives) / sizeof(fives[0]); i++) {
		assert_false(UNTAGGED(fives[i]));
		assert_true(BESIDE(fives[i]));
	}
	assert_true(IN_FRAME("vlan 5 and port 22") && !IN_FRAME("vlan 6 and port 22"));
	assert_true(BESIDE("port 22 and vlan 5") && !BESIDE("port 22 and vlan 6"));
	assert_true(UNTAGGED("not vlan") && !BESIDE("not vlan") && !IN_FRAME("not vlan"));
	assert_true(TWO("vlan 5 and vlan 7 and port 22") && !TWO("vlan 5 and vlan 5"));
	assert_false(TWO("vlan 5 and port 22"));
}

static void refused(void **state)
{
	static const struct {
		const char *text, *reason;
	} bad[] = {
		{ "", "there is no expression" },
		{ " \t", "there is no expression" },
		{ "port", "syntax error" },
		{ "vlan 4096", "VLAN tag 4096 greater than maximum 4095" },
		{ "vlan 5 and", "syntax error" },
		{ "arp and udp", "rejects all packets" },
		{ "arp and udp and vlan 5", "rejects all packets" },
	};
	struct packet_filter f;
	char *text = calloc(1, 2000);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(packet_filter_compile(&f, bad[i].text, true, reason));
		if (!strstr(reason, bad[i].reason))
			fail_msg("%s: %s", bad[i].text, reason);
		packet_filter_free(&f);
	}
	memset(text, ' ', 1024);
	strcpy(text + 1021, "tcp");
	assert_false(packet_filter_compile(&f, text, true, reason));
	assert_string_equal(reason, "it is longer than 1023 octets");
	packet_filter_free(&f);
	assert_true(packet_filter_compile(&f, text + 1, true, reason));
	packet_filter_free(&f);
	free(text);
}

static void without_ethernet(void **state)
{
	struct packet_filter f;

	(void)state;
	assert_true(packet_filter_compile(&f, "host 10.0.0.1", false, reason));
	packet_filter_free(&f);
	assert_false(packet_filter_compile(&f, "vlan 5", false, reason));
	packet_filter_free(&f);
	assert_int_equal(packet_filter_device_is_ethernet("lo"), 1);
	assert_int_equal(packet_filter_device_is_ethernet("nosuchdevice0"), -ENODEV);
	assert_int_equal(packet_filter_device_is_ethernet("averyveryverylongname"), -ENODEV);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_vlan),
		cmocka_unit_test(with_vlan),
		cmocka_unit_test(refused),
		cmocka_unit_test(without_ethernet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
