//! Disjoint sets (Tarjan, 1975) whose answer is the least member.

/// Disjoint sets of the numbers below a length.
#[derive(Clone, Debug)]
pub(crate) struct Groups {
    parent: Vec<u32>,
}

impl Groups {
    /// Each number in a set of its own.
    pub(crate) fn new(len: usize) -> Self {
        Self {
            parent: (0..len as u32).collect(),
        }
    }

    /// The least member of the set that holds `member`.
    pub(crate) fn find(&mut self, mut member: u32) -> u32 {
        while self.parent[member as usize] != member {
            let above = self.parent[self.parent[member as usize] as usize];
            self.parent[member as usize] = above;
            member = above;
        }
        member
    }

    /// Makes one set of two.
    pub(crate) fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.find(one), self.find(other));
        let (least, most) = (one.min(other), one.max(other));
        self.parent[most as usize] = least;
    }
}

#[cfg(test)]
mod tests {
    use super::Groups;

    #[test]
    fn a_set_is_named_by_its_least_member_whatever_the_order() {
        let mut groups = Groups::new(6);
        groups.join(5, 3);
        groups.join(4, 5);
        assert_eq!([groups.find(3), groups.find(4), groups.find(5)], [3, 3, 3]);
        assert_eq!(groups.find(2), 2);
    }
}
