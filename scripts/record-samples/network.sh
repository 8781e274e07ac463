# A switch and three hosts, each a network namespace of its own. Nothing touches the real network.
# Sourced by record-samples.sh.

readonly switch=record-switch attacker=record-attacker victim=record-victim client=record-client
readonly attacker_address=10.77.0.66 victim_address=10.77.0.10 client_address=10.77.0.20
readonly attacker_mac=08:00:27:5c:1f:42 victim_mac=52:54:00:a1:00:10 client_mac=8c:16:45:2e:90:1d

build_network() {
  ip netns add "$switch"
  # The bridge is the gateway too; what goes beyond it is dropped without a word.
  ip -n "$switch" link add bridge0 type bridge
  ip -n "$switch" addr add 10.77.0.1/24 dev bridge0
  ip -n "$switch" link set bridge0 up promisc on
  ip -n "$switch" route add blackhole default
  add_host "$attacker" "$attacker_address" "$attacker_mac"
  add_host "$victim" "$victim_address" "$victim_mac"
  add_host "$client" "$client_address" "$client_mac"
}

add_host() {
  local name=$1 address=$2 mac=$3 port=to-${1#record-}
  ip netns add "$name"
  ip link add eth0 netns "$name" address "$mac" type veth peer name "$port" netns "$switch"
  ip -n "$switch" link set "$port" master bridge0 up
  ip -n "$name" addr add "$address/24" dev eth0
  ip -n "$name" link set lo up
  ip -n "$name" link set eth0 up
  ip -n "$name" route add default via 10.77.0.1
  # Without this the kernel leaves checksums to a network card that is not there.
  ip netns exec "$name" ethtool -K eth0 tx off gso off tso off gro off >/dev/null
}

# Ends what still runs inside, then takes everything away again.
remove_network() {
  local name
  for name in "$attacker" "$victim" "$client" "$switch"; do
    ip netns pids "$name" 2>/dev/null | xargs --no-run-if-empty kill 2>/dev/null || true
    ip netns del "$name" 2>/dev/null || true
  done
}

on() { ip netns exec "$@"; }
