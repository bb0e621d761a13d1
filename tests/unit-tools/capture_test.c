// SPDX-License-Identifier: GPL-2.0-or-later
/* Captures: where L3 begins in frames of each link type, names of sources, files.
 *
 * Link headers are written as https://www.tcpdump.org/linktypes.html shows them.
 */
#include <unistd.h>
#include "unit.h"
#include "capture/file.h"
#include "capture/linktype.h"
#include "capture/name.h"
#include "capture/progress.h"

static void check(int dlt, const char *octets, size_t len, int protocol, int l2_len)
{
	struct kntop_frame f = { .data = octets, .len = len };
	const struct linktype *type = linktype_find(dlt);

	assert_non_null(type);
	type->locate(&f);
	if (f.protocol != protocol || f.l2_len != l2_len)
		fail_msg("DLT %d: 0x%04x at %d instead of 0x%04x at %d", dlt, f.protocol,
			 f.l2_len, protocol, l2_len);
}

#define CHECK(dlt, octets, protocol, l2_len) \
	check(dlt, octets, sizeof(octets) - 1, protocol, l2_len)

static void ethernet_and_raw_ip(void **state)
{
	(void)state;
	CHECK(DLT_EN10MB, "\0\0\0\0\0\0\0\0\0\0\0\0\x08\0E", 0, 0);
	CHECK(12, "\x45\0", 0x0800, 0);
	CHECK(14, "\x60\0", 0x86dd, 0);
	CHECK(101, "\x60\0", 0x86dd, 0);
	CHECK(DLT_IPV4, "\x60", 0x0800, 0);
	CHECK(DLT_IPV6, "\x45", 0x86dd, 0);
}

static void bsd_loopback_in_either_byte_order(void **state)
{
	(void)state;
	CHECK(DLT_NULL, "\2\0\0\0E", 0x0800, 4);
	CHECK(DLT_NULL, "\0\0\0\2E", 0x0800, 4);
	CHECK(DLT_NULL, "\x1e\0\0\0\x60", 0x86dd, 4);
	CHECK(DLT_NULL, "\0\0\0\x1c\x60", 0x86dd, 4);
	CHECK(DLT_LOOP, "\0\0\0\x18\x60", 0x86dd, 4);
	CHECK(DLT_LOOP, "\0\0\0\x63\x60", 1, 4);
	CHECK(DLT_NULL, "\2\0", 0x0800, 2);
}

static void linux_cooked(void **state)
{
	(void)state;
	CHECK(DLT_LINUX_SLL, "\0\0\0\1\0\6\1\2\3\4\5\6\0\0\x08\0E", 0x0800, 16);
	CHECK(DLT_LINUX_SLL, "\0\0\0\1\0\6\1\2\3\4\5\6\0\0\x81\0E", 0x8100, 16);
	CHECK(DLT_LINUX_SLL, "\0\0\3\x38\0\6\1\2\3\4\5\6\0\0\0\0E", 1, 16);
	CHECK(DLT_LINUX_SLL, "\0\0\0\1\0\6\1\2\3\4\5\6\0\0\x08", 0x0800, 15);
	CHECK(DLT_LINUX_SLL2, "\x86\xdd\0\0\0\0\0\2\0\1\0\6\1\2\3\4\5\6\0\0\x60", 0x86dd, 20);
	CHECK(DLT_LINUX_SLL2, "\x86\xdd\0\0", 0x0800, 4);
}

static void ppp_and_hdlc(void **state)
{
	(void)state;
	CHECK(DLT_PPP, "\xff\3\0\x21" "E", 0x0800, 4);
	CHECK(DLT_PPP, "\0\x57\x60", 0x86dd, 2);
	CHECK(DLT_PPP, "\x21" "E", 0x0800, 1);
	CHECK(DLT_PPP, "\xff\3\xc0\x21\1", 0x880b, 4);
	CHECK(DLT_PPP, "\2\x81", 0x8847, 2);
	CHECK(DLT_PPP, "\xff\3", 0x0800, 2);
	CHECK(DLT_PPP, "\x8f\0\x86\xdd\x60", 0x86dd, 4);
	CHECK(DLT_PPP_SERIAL, "\x0f\0\x08\0E", 0x0800, 4);
	CHECK(DLT_PPP_SERIAL, "\xff\3\0\x21" "E", 0x0800, 4);
	CHECK(DLT_PPP_WITH_DIR, "\1\xff\3\0\x21" "E", 0x0800, 5);
	CHECK(DLT_PPP_WITH_DIR, "\0\0\x57\x60", 0x86dd, 3);
	CHECK(DLT_PPP_WITH_DIR, "\1", 0x0800, 1);
	CHECK(DLT_PPP_ETHER, "\x11\0\0\1\0\4\0\x21" "E", 0x8864, 0);
	CHECK(DLT_C_HDLC, "\x0f\0\x86\xdd\x60", 0x86dd, 4);
	CHECK(DLT_C_HDLC, "\x0f\0\x08", 0x0800, 3);
}

static void other_link_types_are_refused(void **state)
{
	(void)state;
	assert_null(linktype_find(DLT_IEEE802_11));
	assert_null(linktype_find(DLT_IEEE802_11_RADIO));
	assert_null(linktype_find(DLT_USB_LINUX));
}

static void names_after_files(void **state)
{
	char buf[KNTOP_NAME_SIZE], numbered[KNTOP_NAME_SIZE];

	(void)state;
	assert_string_equal(capture_name("/tmp/trace.pcap", buf), "trace");
	assert_string_equal(capture_name("a.b.PCAPNG", buf), "a.b");
	assert_string_equal(capture_name("dir.pcap/x", buf), "x");
	assert_string_equal(capture_name("two words:\xc3\xbc.pcap", buf), "two_words___");
	assert_string_equal(capture_name("-", buf), "capture");
	assert_string_equal(capture_name("..", buf), "capture");
	assert_string_equal(capture_name("/", buf), "capture");
	assert_string_equal(capture_name(".pcap", buf), "pcap");
	assert_string_equal(capture_name("a-very-long-name-of-a-file.pcap", buf),
			    "a-very-long-nam");
	assert_string_equal(capture_name_number(buf, 2, numbered), "a-very-long-n-2");
	assert_string_equal(capture_name_number("x", 10, numbered), "x-10");
	for (int c = 1; c < 256; c++) {
		char path[3] = { 'a', c, '\0' };

		assert_true(capture_name_is_valid(capture_name(path, buf)));
	}
}

static void invalid_names_are_known(void **state)
{
	(void)state;
	assert_true(capture_name_is_valid("sample"));
	assert_true(capture_name_is_valid("123456789012345"));
	assert_false(capture_name_is_valid("1234567890123456"));
	assert_false(capture_name_is_valid(""));
	assert_false(capture_name_is_valid("."));
	assert_false(capture_name_is_valid(".."));
	assert_false(capture_name_is_valid("a/b"));
	assert_false(capture_name_is_valid("a b"));
	assert_false(capture_name_is_valid("a:1"));
}

static void progress_tells_what_is_left(void **state)
{
	char line[PROGRESS_SIZE];
	const uint64_t s = 1000000000;

	(void)state;
	assert_string_equal(progress_line(line, 50, 100, 1000, 10 * s),
			    "[===============               ]  50 %  1000 packets  100 packets/s  10.000 s left");
	assert_string_equal(progress_line(line, 200, 100, 4000000, 2 * s),
			    "[==============================] 100 %  4.00 M packets  2.00 M packets/s  0 s left");
	assert_string_equal(progress_line(line, 7, 0, 1000, 10 * s),
			    "1000 packets  100 packets/s");
}

/* A little-endian pcap with times in microseconds, by the file format's text. */
static const char header[] = "\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0\1\0\0\0";
static const char packet[] = "\x00\xf1\x53\x65\x40\xe2\x01\0\x10\0\0\0\xdc\5\0\0"
			     "\1\2\3\4\5\6\7\x08\x09\x0a\x0b\x0c\x08\0E\0";

static void write_file(const char *path, size_t packets, size_t lost)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fwrite(header, sizeof(header) - 1, 1, f);
	for (size_t i = 0; i < packets; i++)
		fwrite(packet, sizeof(packet) - 1 - (i + 1 == packets ? lost : 0), 1, f);
	fclose(f);
}

static void a_file_is_read_with_its_times_and_lengths(void **state)
{
	struct ctl ctl = { .out = stdout };
	char path[] = "/tmp/kntop-unit-XXXXXX";
	struct kntop_frame frame;
	struct capture_file c;

	(void)state;
	close(mkstemp(path));
	write_file(path, 2, 0);
	assert_int_equal(capture_open(&ctl, &c, path), CTL_OK);
	assert_int_equal(c.size, 24 + 2 * 32);
	assert_int_equal(capture_next(&c, &frame), 1);
	assert_int_equal(frame.time, 1700000000 * 1000000000ULL + 123456000);
	assert_int_equal(frame.len, 16);
	assert_int_equal(frame.wire_len, 1500);
	assert_int_equal(frame.protocol, 0);
	assert_int_equal(capture_next(&c, &frame), 1);
	assert_int_equal(capture_next(&c, &frame), 0);
	assert_int_equal(c.packets, 2);
	assert_int_equal(c.octets, 3000);
	capture_close(&c);
	unlink(path);
}

static void a_cut_file_is_read_up_to_the_cut(void **state)
{
	struct ctl ctl = { .out = stdout };
	char path[] = "/tmp/kntop-unit-XXXXXX";
	struct kntop_frame frame;
	struct capture_file c;

	(void)state;
	close(mkstemp(path));
	write_file(path, 3, 5);
	assert_int_equal(capture_open(&ctl, &c, path), CTL_OK);
	assert_int_equal(capture_next(&c, &frame), 1);
	assert_int_equal(capture_next(&c, &frame), 1);
	assert_int_equal(capture_next(&c, &frame), -1);
	assert_int_equal(c.packets, 2);
	assert_non_null(strstr(capture_error(&c), "truncated"));
	capture_close(&c);
	unlink(path);
}

static void what_is_no_capture_is_refused(void **state)
{
	struct ctl ctl = { .out = stdout };
	struct capture_file c;

	(void)state;
	assert_int_equal(capture_open(&ctl, &c, "/dev/null"), CTL_USAGE);
	capture_close(&c);
	assert_int_equal(capture_open(&ctl, &c, "/"), CTL_USAGE);
	capture_close(&c);
	assert_int_equal(capture_open(&ctl, &c, "/proc/self/exe"), CTL_USAGE);
	capture_close(&c);
	assert_int_equal(capture_open(&ctl, &c, "/nonexistent"), CTL_USAGE);
	capture_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ethernet_and_raw_ip),
		cmocka_unit_test(bsd_loopback_in_either_byte_order),
		cmocka_unit_test(linux_cooked),
		cmocka_unit_test(ppp_and_hdlc),
		cmocka_unit_test(other_link_types_are_refused),
		cmocka_unit_test(names_after_files),
		cmocka_unit_test(invalid_names_are_known),
		cmocka_unit_test(progress_tells_what_is_left),
		cmocka_unit_test(a_file_is_read_with_its_times_and_lengths),
		cmocka_unit_test(a_cut_file_is_read_up_to_the_cut),
		cmocka_unit_test(what_is_no_capture_is_refused),
	};

	return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
