# SPDX-License-Identifier: GPL-2.0-or-later
"""spec: what docs/netlink/kntop.yaml says, in the terms of a C header."""
import yaml


def c_name(text):
    return text.upper().replace("-", "_")


class Spec:
    def __init__(self, text):
        self.yaml = yaml.safe_load(text)
        self.licence = text.split("\n", 1)[0]
        self.definitions = {d["name"]: d for d in self.yaml["definitions"]}
        self.sets = {
            s["name"]: {a["name"]: a for a in s["attributes"]} for s in self.yaml["attribute-sets"]
        }
        self.operations = self.yaml["operations"]["list"]
        self.groups = self.yaml["mcast-groups"]["list"]

    def consts(self):
        return {k: d for k, d in self.definitions.items() if d["type"] == "const"}

    def macros(self):
        """Every macro of the header and its value, as text."""
        y = self.yaml
        macros = {c_name(f"{y['name']}-{n}"): str(d["value"]) for n, d in self.consts().items()}
        macros[c_name(y["c-family-name"])] = y["name"]
        macros[c_name(y["c-version-name"])] = str(y["version"])
        macros.update({c_name(g["c-define-name"]): g["name"] for g in self.groups})
        return macros

    def enums(self):
        """Every enum of the header: {enum: {name: value}}."""
        enums = {}
        for d in self.definitions.values():
            if d["type"] != "const":
                enums[d["enum-name"].replace("-", "_")] = self._definition(d)
        for s in self.yaml["attribute-sets"]:
            enums[s["enum-name"].replace("-", "_")] = self._attributes(s)
        operations = self.yaml["operations"]
        enums[operations["enum-name"].replace("-", "_")] = self._commands(operations)
        return enums

    def _definition(self, d):
        prefix, value, values = c_name(d["name-prefix"]), d.get("value-start", 0), {}
        for e in d["entries"]:
            value = e.get("value", value)
            values[prefix + c_name(e["name"])] = 1 << value if d["type"] == "flags" else value
            value += 1
        return with_max(prefix, values) if d.get("render-max") else values

    def _attributes(self, s):
        prefix, value = c_name(s["name-prefix"]), 1
        values = {prefix + "UNSPEC": 0}
        for a in s["attributes"]:
            value = a.get("value", value)
            values[prefix + c_name(a["name"])] = value
            value += 1
        return with_max(prefix, values)

    def _commands(self, operations):
        prefix = c_name(operations["name-prefix"])
        values = {prefix + "UNSPEC": 0}
        for op in self.requests() + self.events():
            values[prefix + c_name(op["name"])] = number(op)
        return with_max(prefix, values)

    def types(self):
        """{attribute: type} of all attributes but pads."""
        return {
            c_name(s["name-prefix"] + a["name"]): a["type"]
            for s in self.yaml["attribute-sets"]
            for a in s["attributes"]
            if a["type"] != "pad"
        }

    def requests(self):
        return [op for op in self.operations if "event" not in op]

    def events(self):
        return [op for op in self.operations if "event" in op and "mcgrp" in op]

    def answers(self):
        """Messages that answer a request in another attribute set, by number."""
        return {op["value"]: op for op in self.operations if "event" in op and "mcgrp" not in op}

    def message(self, op, kind):
        """Attributes of a request or reply as a set of (attribute set, name)."""
        if kind == "reply" and number(op) in self.answers():
            return self.message(self.answers()[number(op)], "event")
        if kind == "event":
            return {(op["attribute-set"], a) for a in op["event"]["attributes"]}
        return {
            (op["attribute-set"], a)
            for mode in ("do", "dump")
            for a in op.get(mode, {}).get(kind, {}).get("attributes", [])
        }

    def wanted(self, value):
        """A number in "checks": literal, or a constant, or a constant - 1."""
        if isinstance(value, int):
            return value
        name, _, less = value.partition(" - ")
        return self.definitions[name]["value"] - int(less or 0)


def with_max(prefix, values):
    top = max(values.values())
    return {**values, f"__{prefix}MAX": top + 1, f"{prefix}MAX": top}


def number(op):
    """Command number of an operation; all its messages must agree on it."""
    numbers = {op["value"]} if "value" in op else set()
    for mode in ("do", "dump"):
        for message in op.get(mode, {}).values():
            numbers.add(message["value"])
    if len(numbers) != 1:
        raise ValueError(f"operation {op['name']}: numbers {sorted(numbers)} instead of one")
    return numbers.pop()
