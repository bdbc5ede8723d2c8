//! The cast from `synth` in the record's own types: identity, posting and role.

use domain::officer::{Identity, Joining, PoliceRank, Post, Posting, Workforce};
use domain::{ForceId, Role};
use jiff::civil::Date;
use synth::cast::Member;

/// The posts that occur in the cast.
const POSTS: [Post; 5] = [Post::Response, Post::Detective, Post::Standards, Post::ControlRoom, Post::Other];

pub fn identity(member: &Member) -> Identity {
    Identity { first_name: member.first_name.to_owned(), surname: member.surname.to_owned(), ..Identity::default() }
}

pub fn workforce(member: &Member) -> Workforce {
    if member.is_staff() { Workforce::Staff } else { Workforce::Officer }
}

pub fn posting(member: &Member, from: Date) -> Posting {
    Posting {
        force: force(member),
        unit: member.unit.to_owned(),
        post: post(member),
        rank: PoliceRank::parse(member.rank),
        from,
        joining: Joining::Recruited,
    }
}

#[expect(clippy::expect_used, reason = "a test goes through the cast")]
pub fn force(member: &Member) -> ForceId {
    ForceId::parse(member.force).expect("the code of a force")
}

#[expect(clippy::expect_used, reason = "a test goes through the cast")]
pub fn role(member: &Member) -> Role {
    Role::parse(member.role).expect("the code of a role")
}

#[expect(clippy::expect_used, reason = "a test goes through the cast")]
fn post(member: &Member) -> Post {
    POSTS.into_iter().find(|post| post.as_str() == member.post).expect("the code of a post")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_in_the_cast_can_be_enrolled() {
        for member in synth::cast::ALL {
            let posting = posting(member, jiff::civil::date(2019, 4, 1));
            assert_eq!((posting.force.as_str(), posting.post.as_str()), (member.force, member.post));
            assert_eq!(role(member).as_str(), member.role);
        }
    }
}
