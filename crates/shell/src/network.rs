//! Networks: an address and the number of its leading bits that matter.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// `10.0.0.0/8`, `fd00::/8`, or a single address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits_count: u8,
}

/// Turns an IPv4 address that is written as IPv6 into the IPv4 address.
pub(crate) fn canonical(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

fn bits(address: IpAddr) -> (u128, u8) {
    match address {
        IpAddr::V4(four) => (u128::from(u32::from(four)) << 96, 32),
        IpAddr::V6(six) => (u128::from(six), 128),
    }
}

/// Returns the first bits of an address, with the other bits set to zero, as 16 bytes.
pub(crate) fn prefix(address: IpAddr, count: u8) -> [u8; 16] {
    let (value, _) = bits(address);
    let mask = if count == 0 { 0 } else { u128::MAX << (128 - u32::from(count.min(128))) };
    Ipv6Addr::from(value & mask).octets()
}

impl Network {
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = canonical(address);
        address.is_ipv4() == self.address.is_ipv4()
            && prefix(address, self.bits_count) == prefix(self.address, self.bits_count)
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a network: write one such as `10.0.0.0/8` or `192.0.2.7`");
        let (address, count) = match text.split_once('/') {
            Some((address, count)) => (address, Some(count)),
            None => (text, None),
        };
        let address = canonical(address.trim().parse().map_err(|_| wrong())?);
        let (_, most) = bits(address);
        let bits_count = match count {
            Some(count) => count.trim().parse().ok().filter(|count| *count <= most).ok_or_else(wrong)?,
            None => most,
        };
        Ok(Self { address, bits_count })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits_count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_in_its_network_and_not_in_the_next() {
        let network: Network = "192.0.2.0/24".parse().unwrap();
        assert!(network.contains("192.0.2.255".parse().unwrap()));
        assert!(network.contains("::ffff:192.0.2.1".parse().unwrap()));
        assert!(!network.contains("192.0.3.0".parse().unwrap()));
        let six: Network = "2001:db8::/32".parse().unwrap();
        assert!(six.contains("2001:db8:ffff::1".parse().unwrap()));
        assert!(!six.contains("192.0.2.1".parse().unwrap()));
        assert!("192.0.2.0/33".parse::<Network>().is_err());
        assert!("proxy".parse::<Network>().unwrap_err().contains("10.0.0.0/8"));
    }
}
